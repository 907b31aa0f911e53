"""A report as a Word document: a template in the official layout, filled in.

``config/report.docx`` replaces the template that is made here; its fields are those of ``Paper``.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate

from command_center.reports.paper import Paper

RED = RGBColor(0xC8, 0x10, 0x2E)
FONT = "Noto Sans CJK SC"
BODY_PT = 16
"""三号, the size of official texts."""


def docx(paper: Paper, template: Path) -> bytes:
    """The document; what people wrote is escaped."""
    source = template.read_bytes() if template.is_file() else _template()
    document = DocxTemplate(BytesIO(source))
    document.render(dict(paper.as_dict()), autoescape=True)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


@cache
def _template() -> bytes:
    word = Document()
    _page(word)
    _line(word, "{{ mark }}", size=12, align=ALIGN.CENTER)
    _line(word, "{{ heading }}", size=36, align=ALIGN.CENTER, red=True)
    head = _line(word, "{{ code }}\t签发人：{{ signer }}")
    head.paragraph_format.tab_stops.add_tab_stop(Mm(156), 2)
    _rule(head, "C8102E", 18)
    _line(word, "{{ title }}", size=22, align=ALIGN.CENTER, bold=True)
    _line(word, "{{ receiver }}：")
    _line(word, "{%p for one in paragraphs %}")
    _line(word, "{{ one.heading }}　{{ one.text }}", indent=True)
    _line(word, "{%p endfor %}")
    _line(word, "")
    _line(word, "{{ organisation }}", align=ALIGN.RIGHT)
    _line(word, "{{ date }}", align=ALIGN.RIGHT)
    _rule(_line(word, "抄送：{{ copies }}", size=12), "000000", 6, side="top")
    made = BytesIO()
    word.save(made)
    return made.getvalue()


def _page(word: Word) -> None:
    """A4 with the margins of official papers."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    style = word.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY_PT)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)


def _line(
    word: Word,
    text: str,
    *,
    size: int = BODY_PT,
    align: ALIGN = ALIGN.LEFT,
    bold: bool = False,
    red: bool = False,
    indent: bool = False,
) -> Paragraph:
    line = word.add_paragraph()
    line.alignment = align
    line.paragraph_format.space_after = Pt(6)
    if indent:
        line.paragraph_format.first_line_indent = Pt(2 * BODY_PT)
    run = line.add_run(text)
    run.font.size = Pt(size)
    run.font.bold = bold or red
    if red:
        run.font.color.rgb = RED
    return line


def _rule(line: Paragraph, colour: str, eighths: int, side: str = "bottom") -> None:
    """A line under, or over, a paragraph; its thickness in eighths of a point."""
    borders, border = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "4"), ("color", colour)):
        border.set(qn(f"w:{name}"), value)
    borders.append(border)
    line._p.get_or_add_pPr().append(borders)
