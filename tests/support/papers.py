"""Papers of a report as pictures: PDF by its own renderer, Word by one in a browser; with a report to print."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

from command_center.reports.document import Paragraph, Picture, ReportDocument, chinese_number
from tests.support import browser as browsers
from tests.support.paths import CHECKOUT

MODULES = CHECKOUT / "frontend" / "node_modules"
RENDERERS = (MODULES / "jszip/dist/jszip.min.js", MODULES / "docx-preview/dist/docx-preview.min.js")
PAGE_WIDTH = 794
"""Pixels of an A4 page in a browser."""
SAID = (
    ("接报时间", "2026年5月1日16时05分"),
    ("信息来源", "视频监控系统预警，2026年5月1日16时07分经查看视频画面核实。"),
    ("事发时间", "2026年5月1日16时01分（视频首次发现）"),
    ("地点", "五云山，具体位置未标定（发现该情况的摄像机位于东经 113.2602°，北纬 34.7601°）。"),
    ("性质", "明火，事件等级Ⅰ级（特别重大）。"),
    ("影响范围", "（暂缺）"),
    ("伤亡损失", "（暂缺）"),
    ("发展趋势", "已核实，尚未启动处置。"),
    ("领导到位", "值班表在岗：带班领导王五、指挥长李四。"),
    ("已采取措施", "1．消防队：扑打火头，已下达，未完成；2．村干部：疏散山下住户和游客，已下达，未完成。"),
    ("工作建议", "建议增派力量。"),
)


def paper(said: tuple[tuple[str, str], ...] = SAID, **more: Any) -> ReportDocument:
    """A signed first report with these headings and texts."""
    values: dict[str, Any] = {
        "organisation": "某镇应急指挥中心",
        "heading": "突发事件信息专报",
        "code": "某应急报〔2026〕12号",
        "signer": "王五",
        "title": "关于五云山明火的首报",
        "receiver": "区应急管理局",
        "paragraphs": tuple(
            Paragraph(f"{chinese_number(place)}、{name}", text) for place, (name, text) in enumerate(said, 1)
        ),
        "date": "2026年5月1日",
        "contact": "联系人：张三；电话：000-0000",
        "copies": "镇党委、镇政府",
        "at": datetime(2026, 5, 1, 8, 30, tzinfo=UTC),
        "mark": "",
    }
    return ReportDocument(**(values | more))


def picture() -> Picture:
    """A blue picture of the event."""
    _, jpeg = cv2.imencode(".jpg", np.full((360, 640, 3), (200, 60, 20), np.uint8))
    return Picture(jpeg.tobytes(), "五云山明火，视频监控截图")


def pages_of_pdf(data: bytes, scale: float = PAGE_WIDTH / 595.3) -> list[NDArray[np.uint8]]:
    """Every page as BGR; a scale of 1 has 72 pixels an inch."""
    return [page.render(scale=scale).to_numpy()[:, :, :3] for page in pypdfium2.PdfDocument(data)]


def pages_of_word(data: bytes) -> list[NDArray[np.uint8]]:
    """Every page as a browser draws it, as BGR."""
    with ThreadPoolExecutor(1) as thread:  # where no event loop runs, which the browser's driver does not bear
        return thread.submit(_drawn, data).result()


def _drawn(data: bytes) -> list[NDArray[np.uint8]]:
    with browsers.chromium() as browser:
        page = browser.new_page(viewport={"width": 1000, "height": 1200})
        page.set_content("<div id=here></div>")
        for script in RENDERERS:
            page.add_script_tag(path=script)
        page.evaluate(
            """data => docx.renderAsync(Uint8Array.from(atob(data), one => one.charCodeAt(0)).buffer,
                                        document.getElementById('here'))""",
            base64.b64encode(data).decode(),
        )
        shots = [section.screenshot() for section in page.locator("section.docx").all()]
    return [_decoded(shot) for shot in shots]


def _decoded(png: bytes) -> NDArray[np.uint8]:
    return np.asarray(cv2.imdecode(np.frombuffer(BytesIO(png).getvalue(), np.uint8), cv2.IMREAD_COLOR), np.uint8)


def box(mask: NDArray[np.bool_]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of what is set, as shares of the page's width."""
    rows, columns = np.nonzero(mask.any(axis=1))[0], np.nonzero(mask.any(axis=0))[0]
    width = mask.shape[1]
    return (columns[0] / width, rows[0] / width, columns[-1] / width, rows[-1] / width)


def red(page: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where the red head is."""
    blue, _, strong = (page[:, :, channel].astype(int) for channel in range(3))
    return (strong > 150) & (blue < 110)


def blue(page: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where the picture of the event is."""
    strong, _, weak = (page[:, :, channel].astype(int) for channel in range(3))
    return (strong > 150) & (weak < 80)


def dark(page: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where text is."""
    return page.max(axis=2) < 110
