"""A report as PDF, with the fonts in it.

A font of the site's own in ``config/fonts/``, 方正小标宋 or 仿宋 with the licence for it, comes before those of this
program, Noto Serif SC and Noto Sans SC: no free font of these kinds can be had as a package.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

from command_center.reports.document import Picture, ReportDocument

TEMPLATE = Path(__file__).with_name("report.typ")


def pdf(paper: ReportDocument, own_fonts: Path, picture: Picture | None = None) -> bytes:
    """The document; takes about half a second, so call it in a thread."""
    shown = dict(paper.as_dict()) | {"attachment": "", "caption": ""}
    if picture is not None:  # data reaches the layout as text only: the picture goes as a list of its bytes
        shown |= {"attachment": picture.name, "caption": picture.caption, "picture": list(picture.jpeg)}
    data = json.dumps(shown, ensure_ascii=False)
    return typst.compile(TEMPLATE.read_bytes(), font_paths=_fonts(own_fonts), sys_inputs={"paper": data})


@cache
def _fonts(own: Path) -> typst.Fonts:
    """The site's and ours, none of the system: a document looks the same on every machine of a site."""
    ours = pylopdf_fonts_zh_cn.serif_path().parent
    folders = [str(folder) for folder in (own, ours) if folder.is_dir()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
