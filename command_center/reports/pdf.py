"""A report as PDF, with the fonts in it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import noto_cjk_sans_otc
import typst

from command_center.reports.document import ReportDocument

TEMPLATE = Path(__file__).with_name("report.typ")
FONTS = Path(noto_cjk_sans_otc.__file__).parent


def pdf(paper: ReportDocument) -> bytes:
    """The document; takes about half a second, so call it in a thread."""
    data = json.dumps(paper.as_dict(), ensure_ascii=False)
    return typst.compile(TEMPLATE.read_bytes(), font_paths=_fonts(), sys_inputs={"paper": data})


@cache
def _fonts() -> typst.Fonts:
    """Ours alone: a document looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
