"""Papers as pictures: PDF against the picture that a person has looked at, Word against the PDF."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import cv2
import numpy as np
import pypdf
import pytest
from docx import Document

from command_center.reports.docx import docx
from command_center.reports.pdf import pdf
from tests.support import browser as browsers
from tests.support.papers import (
    RENDERERS,
    SAID,
    blue,
    box,
    dark,
    pages_of_pdf,
    pages_of_word,
    paper,
    picture,
    red,
)
from tests.support.paths import CHECKOUT

NONE = Path("/nonexistent")
LOOKED_AT = Path(__file__).with_name("report-first-page.png")
"""First page of the paper of this test at 36 dots an inch, as a person has found it right."""
MADE = CHECKOUT / "test-results"
NEAR = 0.03
"""Shares of the page's width: the browser has other fonts than the PDF, so lines may stand a little elsewhere."""


def test_the_pdf_looks_as_it_did_when_a_person_looked_at_it() -> None:
    shown = cv2.cvtColor(pages_of_pdf(pdf(paper(), NONE), 0.5)[0], cv2.COLOR_BGR2GRAY)
    MADE.mkdir(exist_ok=True)
    cv2.imwrite(str(MADE / LOOKED_AT.name), shown)
    right = cv2.imread(str(LOOKED_AT), cv2.IMREAD_GRAYSCALE)
    assert right is not None
    assert shown.shape == right.shape
    assert np.abs(shown.astype(int) - right.astype(int)).mean() < 2.0, "see test-results/report-first-page.png"


def test_word_shows_the_same_page_as_the_pdf() -> None:
    if reason := browsers.missing():
        pytest.skip(reason)
    if not all(script.exists() for script in RENDERERS):
        pytest.skip("the front end's packages are not installed")
    printed, typed = pages_of_pdf(pdf(paper(), NONE, picture())), pages_of_word(docx(paper(), NONE, picture()))
    assert len(printed) == len(typed) == 2
    cv2.imwrite(str(MADE / "report-word.png"), typed[0])
    for what, page in ((red, 0), (blue, 1)):
        apart = np.abs(np.subtract(box(what(printed[page])), box(what(typed[page]))))
        assert apart.max() < NEAR, f"{what.__name__}: {apart}"
    left, _, right, _ = box(dark(printed[0]))
    typed_left, _, typed_right, _ = box(dark(typed[0]))
    assert (abs(left - typed_left), abs(right - typed_right)) < (NEAR, NEAR)


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5, 6, 8])
@pytest.mark.parametrize("short", [True, False])
def test_no_page_holds_a_signature_with_a_lone_line(length: int, *, short: bool) -> None:
    said = (*SAID[:-2], (SAID[-2][0], SAID[-2][1] * length), *(SAID[-1:] if short else ()))
    pages = [page.extract_text().splitlines() for page in pypdf.PdfReader(BytesIO(pdf(paper(said), NONE))).pages]
    closing = next(place for place, line in enumerate(pages[-1]) if "某镇应急指挥中心" in line)
    assert closing >= 2, pages[-1]
    (first, *_) = pages_of_pdf(pdf(paper(said), NONE))
    empty = 1 - 0.118 - np.nonzero(dark(first[: int(first.shape[0] * 0.88)]).any(axis=1))[0][-1] / first.shape[0]
    assert len(pages) == 1 or empty < 0.08, "the first page is full before the second begins"


def test_the_picture_stands_on_a_page_of_its_own_and_only_when_wanted() -> None:
    with_picture, without = pdf(paper(), NONE, picture()), pdf(paper(), NONE)
    assert [blue(page).any() for page in pages_of_pdf(with_picture)] == [False, True]
    assert "附件：现场图片" in pypdf.PdfReader(BytesIO(with_picture)).pages[0].extract_text()
    assert len(pages_of_pdf(without)) == 1
    assert "附件" not in "\n".join(line.text for line in Document(BytesIO(docx(paper(), NONE))).paragraphs)


def test_the_papers_fonts_are_those_of_official_papers() -> None:
    page = pypdf.PdfReader(BytesIO(pdf(paper(), NONE))).pages[0]
    names = " ".join(str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values())
    for font in ("NotoSerifSC", "NotoSansSC"):
        assert font in names, names
    with ZipFile(BytesIO(docx(paper(), NONE))) as archive:
        text = archive.read("word/document.xml").decode()
    for font in ("方正小标宋简体", "仿宋", "黑体", "Times New Roman"):
        assert f'"{font}"' in text, font
    assert "Noto" not in text


def test_the_word_file_says_whose_it_is_and_when_it_was_signed() -> None:
    facts = Document(BytesIO(docx(paper(), NONE))).core_properties
    assert (facts.author, facts.last_modified_by, facts.title) == (
        "某镇应急指挥中心",
        "某镇应急指挥中心",
        "关于五云山明火的首报",
    )
    assert facts.comments == ""
    assert facts.created == facts.modified == datetime(2026, 5, 1, 8, 30, tzinfo=UTC)


def test_whom_to_call_back_stands_under_the_date() -> None:
    assert "联系人：张三；电话：000-0000" in pypdf.PdfReader(BytesIO(pdf(paper(), NONE))).pages[0].extract_text()
    plain = Document(BytesIO(docx(paper(contact="", copies=""), NONE)))
    text = [line.text for line in plain.paragraphs]
    assert "（" not in text[-1]
    assert not any("抄送" in line for line in text)
