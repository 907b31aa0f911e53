"""A report as a Word document: a template in the official layout, filled in.

``config/report.docx`` replaces the template that is made here; its fields are those of ``ReportDocument``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from functools import cache
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT as TAB
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate, InlineImage

from command_center.reports.document import Picture, ReportDocument

RED = RGBColor(0xC8, 0x10, 0x2E)
GREY = RGBColor(0xB0, 0xB0, 0xB0)
SONG, FANGSONG, HEI = "方正小标宋简体", "仿宋", "黑体"
"""Fonts of official papers (GB/T 9704), which office computers have: title, text, headings."""
LATIN = "Times New Roman"
BODY_PT = 16
"""三号, the size of official texts."""


def docx(paper: ReportDocument, template: Path, picture: Picture | None = None) -> bytes:
    """The document; what people wrote is escaped."""
    source = template.read_bytes() if template.is_file() else _template()
    document = DocxTemplate(BytesIO(source))
    shown = dict(paper.as_dict()) | {"attachment": "", "caption": "", "picture": ""}
    if picture is not None:
        image = InlineImage(document, BytesIO(picture.jpeg), width=Mm(156))
        shown |= {"attachment": picture.name, "caption": picture.caption, "picture": image}
    document.render(shown, autoescape=True)
    _say_whose_it_is(document.docx, paper)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _say_whose_it_is(word: Word, paper: ReportDocument) -> None:
    """The file's own properties: who made it, what it is, and when; the library's template names itself there."""
    facts = word.core_properties
    facts.author = facts.last_modified_by = paper.organisation
    facts.title, facts.subject, facts.language = paper.title, paper.heading, "zh-CN"
    facts.comments = facts.keywords = facts.category = ""
    facts.created = facts.modified = paper.at.astimezone(UTC).replace(tzinfo=None)
    facts.revision = 1


@cache
def _template() -> bytes:
    word = Document()
    _page(word)
    _running(word)
    _line(word, "{{ heading }}", size=36, align=ALIGN.CENTER, red=True, font=SONG, after=18)
    head = _line(word, "{{ code }}\t签发人：{{ signer }}")
    head.paragraph_format.tab_stops.add_tab_stop(Mm(156), TAB.RIGHT)
    _rule(head, "C8102E", 18)
    title = _line(word, "{{ title }}", size=22, align=ALIGN.CENTER, font=SONG, after=12)
    title.paragraph_format.space_before = Pt(18)
    _line(word, "{{ receiver }}：")
    _line(word, "{%p for one in paragraphs[:-1] %}")
    _said(word, "one")
    _line(word, "{%p endfor %}")
    closing = [
        _said(word, "paragraphs[-1]"),
        *_when(word, "attachment", lambda: [_line(word, "附件：{{ attachment }}", indent=True)]),
        _line(word, ""),
        _signed(word, "{{ organisation }}"),
        _signed(word, "{{ date }}"),
        *_when(word, "contact", lambda: [_line(word, "（{{ contact }}）", indent=True, after=18)]),
    ]
    for line in closing:  # no page holds a signature without text
        line.paragraph_format.keep_with_next = True
    _when(word, "copies", lambda: [_copies(word)])
    _when(word, "attachment", lambda: _picture(word))
    made = BytesIO()
    word.save(made)
    return made.getvalue()


def _said(word: Word, one: str) -> Paragraph:
    """A heading and what is said under it; a paragraph leaves no single line on a page."""
    line = _line(word, f"{{{{ {one}.heading }}}}　", font=HEI, indent=True, align=ALIGN.JUSTIFY)
    line.paragraph_format.widow_control = True
    line.add_run(f"{{{{ {one}.text }}}}").font.size = Pt(BODY_PT)
    return line


def _when(word: Word, name: str, made: Callable[[], list[Paragraph]]) -> list[Paragraph]:
    """Paragraphs that are there only where this field is not empty."""
    _line(word, f"{{%p if {name} %}}")
    lines = made()
    _line(word, "{%p endif %}")
    return lines


def _signed(word: Word, text: str) -> Paragraph:
    line = _line(word, text, align=ALIGN.RIGHT)
    line.paragraph_format.right_indent = Pt(2 * BODY_PT)
    return line


def _copies(word: Word) -> Paragraph:
    line = _line(word, "抄送：{{ copies }}", size=14)
    _rule(line, "000000", 6, "top", "bottom")
    return line


def _picture(word: Word) -> list[Paragraph]:
    """On a page of its own."""
    head = _line(word, "附件", font=HEI, after=24)
    head.paragraph_format.page_break_before = True
    return [
        head,
        _line(word, "{{ attachment }}", size=22, align=ALIGN.CENTER, font=SONG, after=28),
        _line(word, "{{ picture }}", align=ALIGN.CENTER, after=8),
        _line(word, "{{ caption }}", size=14, align=ALIGN.CENTER),
    ]


def _running(word: Word) -> None:
    """On every page: that it is a draft or of a drill, and the page's number."""
    section = word.sections[0]
    mark = section.header.paragraphs[0]
    mark.alignment = ALIGN.CENTER
    said = mark.add_run("{{ mark }}")
    said.font.size, said.font.color.rgb = Pt(22), GREY
    foot = section.footer.paragraphs[0]
    foot.alignment = ALIGN.CENTER
    foot.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)
    foot.add_run(" —")
    for run in (foot.runs[0], foot.runs[-1]):
        run.font.size = Pt(14)


def _page(word: Word) -> None:
    """A4 with the margins of official papers."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    style = word.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(BODY_PT)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FANGSONG)
    for name in ("autoSpaceDE", "autoSpaceDN"):  # 2026年5月1日, without gaps around the digits
        element = OxmlElement(f"w:{name}")
        element.set(qn("w:val"), "0")
        style.element.get_or_add_pPr().append(element)


def _line(
    word: Word,
    text: str,
    *,
    size: int = BODY_PT,
    align: ALIGN = ALIGN.LEFT,
    font: str = FANGSONG,
    red: bool = False,
    indent: bool = False,
    after: int = 4,
) -> Paragraph:
    line = word.add_paragraph()
    line.alignment = align
    line.paragraph_format.space_after = Pt(after)
    if indent:
        line.paragraph_format.first_line_indent = Pt(2 * BODY_PT)
    run = line.add_run(text)
    run.font.size = Pt(size)
    run.font.name = LATIN
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if red:
        run.font.color.rgb = RED
    return line


def _rule(line: Paragraph, colour: str, eighths: int, *sides: str) -> None:
    """Lines under, or over, a paragraph; their thickness in eighths of a point."""
    borders = OxmlElement("w:pBdr")
    for side in sides or ("bottom",):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "4"), ("color", colour)):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    line._p.get_or_add_pPr().append(borders)
