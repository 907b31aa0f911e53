"""Fragments in a real browser: its MediaSource, stricter than any file player, and the page's own decoding thread."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from camera_adapters.video.fragments import Fragment
from tests.support.browser import chromium, missing
from tests.support.clips import brightness, fragments
from tests.support.paths import CHECKOUT

pytestmark = [pytest.mark.browser, pytest.mark.skipif(missing() is not None, reason=missing() or "")]

PLAY = """
async ({codec, init, parts}) => {
  const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
  const video = document.createElement('video');
  video.muted = true;
  const source = new MediaSource();
  video.src = URL.createObjectURL(source);
  await new Promise(done => source.addEventListener('sourceopen', done, {once: true}));
  const buffer = source.addSourceBuffer(`video/mp4; codecs="${codec}"`);
  for (const part of [init, ...parts]) {
    buffer.appendBuffer(bytes(part));
    await new Promise((done, fail) => {
      buffer.addEventListener('updateend', done, {once: true});
      buffer.addEventListener('error', () => fail(new Error('append refused')), {once: true});
    });
  }
  const ranges = [...Array(video.buffered.length).keys()].map(i => [video.buffered.start(i), video.buffered.end(i)]);
  source.endOfStream();
  video.currentTime = video.buffered.start(0);
  video.playbackRate = 4;
  await video.play();
  await new Promise(done => video.addEventListener('ended', done, {once: true}));
  const shown = video.getVideoPlaybackQuality();
  return {ranges, width: video.videoWidth, frames: shown.totalVideoFrames, error: video.error && video.error.message};
}
"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A blank page that may decode, beside the decoding thread as it was built."""
    [thread] = (CHECKOUT / "command_center/web/static/assets").glob("worker-*.js")

    def answer(route: Route) -> None:
        if route.request.url.endswith("/worker.js"):
            route.fulfill(content_type="text/javascript", body=thread.read_text())
        else:
            route.fulfill(content_type="text/html", body="<!doctype html>")

    with chromium() as browser:
        page = browser.new_page()
        page.route("http://127.0.0.1/**", answer)
        page.goto("http://127.0.0.1/")
        yield page


def encoded(made: list[Fragment]) -> dict[str, object]:
    return {
        "codec": made[0].init.codec,
        "init": base64.b64encode(made[0].init.data).decode(),
        "parts": [base64.b64encode(fragment.data).decode() for fragment in made],
    }


@pytest.mark.parametrize("name", ["plain.mp4", "bframes.mp4"])
def test_fragments_play_without_a_gap_in_media_source(page: Page, clips: Path, name: str) -> None:
    made = fragments(clips / name)
    result = page.evaluate(PLAY, encoded(made))

    [(start, end)] = result["ranges"]
    assert end - start == pytest.approx(4.0, abs=0.05)
    assert start * 1_000_000 == pytest.approx(made[0].pts_us, abs=50_000)
    assert (result["width"], result["error"]) == (320, None)
    assert result["frames"] > 50


DECODE = """
async ({codec, init, parts, timings, width}) => {
  const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
  const worker = new Worker('/worker.js', {type: 'module'});
  const pictures = [];
  const ended = new Promise((done, fail) => {
    worker.onerror = event => fail(new Error(event.message));
    worker.onmessage = ({data}) => {
      if (data.report === 'broken') return fail(new Error('the stream broke'));
      for (const {capturedAt, width, height, pixels} of data.pictures) {
        const [red, green, blue] = new Uint8Array(pixels, 4 * 5, 3);
        pictures.push({capturedAt, width, height, red, green, blue});
      }
      const last = timings.at(-1).captured_at / 1000 - 3 * timings.at(-1).step / 1000;
      if (pictures.at(-1).capturedAt >= last) done();
    };
  });
  worker.postMessage({order: 'configure', stream: 1, codec, init: bytes(init)});
  worker.postMessage({order: 'width', stream: 1, width});
  parts.forEach((part, index) => setTimeout(() => {
    worker.postMessage({order: 'decode', stream: 1, timing: timings[index], fragment: bytes(part)});
  }, (timings[index].captured_at - timings[0].captured_at) / 1000));
  await ended;
  worker.terminate();
  return pictures;
}
"""


@pytest.mark.parametrize(("name", "width", "size"), [("plain.mp4", 100, (100, 56)), ("bframes.mp4", 0, (320, 180))])
def test_each_picture_of_the_decoding_thread_is_dated_by_its_capture(
    page: Page, clips: Path, name: str, width: int, size: tuple[int, int]
) -> None:
    made = fragments(clips / name)[:12]
    timings = [
        {
            "pts": each.pts_us,
            "dts": each.dts_us,
            "dur": each.duration_us,
            "step": each.step_us,
            "captured_at": each.pts_us + each.duration_us,
        }
        for each in made
    ]
    pictures = page.evaluate(DECODE, encoded(made) | {"timings": timings, "width": width})

    captures = [picture["capturedAt"] for picture in pictures]
    assert len(captures) > 10
    assert captures == sorted(set(captures))
    for picture in pictures:
        index = round((picture["capturedAt"] - made[0].pts_us / 1000) / 40)
        luma = brightness(index)
        grey = (luma - 16) * 255 / 219
        assert [picture["red"], picture["green"], picture["blue"]] == [pytest.approx(grey, abs=4)] * 3, index
        assert (picture["width"], picture["height"]) == size
