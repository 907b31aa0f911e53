"""Fragments in a real browser's MediaSource, which is stricter than any file player."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from camera_adapters.fragments import Fragment
from tests.support.browser import chromium, missing
from tests.support.clips import fragments

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
    """A blank page."""
    with chromium() as browser:
        yield browser.new_page()


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
