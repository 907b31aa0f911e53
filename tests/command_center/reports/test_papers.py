"""Reports as files: what a reader finds in them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import capvalidator
import cv2
import pypdf
import pypdfium2
import pytest
from docx import Document

from command_center.reports.document import chinese_number
from command_center.web.container import Container
from tests.conftest import MakeClient
from tests.support.alerts import Episode, arrival, ingest_of
from tests.support.incidents import Crew, error, gather_crew
from tests.support.papers import blue, pages_of_pdf, picture
from tests.support.paths import CHECKOUT

PICTURES = CHECKOUT / "test-results"


@pytest.fixture
async def crew(client: MakeClient) -> Crew:
    return await gather_crew(client)


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")])
def test_chinese_numbers(number: int, text: str) -> None:
    assert chinese_number(number) == text


def text_of(pdf: bytes) -> str:
    """Without the gaps that the extraction sees between letters that are set wide."""
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)
    return "".join(text.split())


async def test_a_signed_report_is_a_pdf_with_its_number_signer_text_and_fonts(crew: Crew) -> None:
    incident = await crew.open(title="五云山#北坡*冒烟* $x$ {{ 7*7 }} [link]")
    report = await crew.receipted(incident, "first")
    answer = await crew.officer.get(f"/api/reports/{report}/report.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    text = text_of(answer.content)
    for words in (
        "突发事件信息专报",
        "峡窝应急报〔",
        "签发人：duty_leader",
        "五云山#北坡*冒烟*$x${{7*7}}[link]",
        "接报时间",
        "工作建议",
        "村民李某",
        "抄送",
    ):
        assert words in text, words
    assert "草稿" not in text
    fonts = [font.get_object() for page in pypdf.PdfReader(BytesIO(answer.content)).pages for font in _fonts(page)]
    assert fonts
    assert all(_embedded(font) for font in fonts)
    PICTURES.mkdir(exist_ok=True)
    picture = pypdfium2.PdfDocument(answer.content)[0].render(scale=1.5).to_numpy()
    assert cv2.imwrite(str(PICTURES / "report-pdf.png"), picture)


def _fonts(page: Any) -> list[Any]:
    return list(page["/Resources"].get("/Font", {}).values())


def _embedded(font: Any) -> bool:
    descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    return any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))


async def test_a_draft_says_on_its_paper_that_it_is_one_and_is_no_cap(crew: Crew) -> None:
    report = await crew.report(await crew.open(), "first")
    pdf = await crew.officer.get(f"/api/reports/{report}/report.pdf")
    assert "草稿，未签发" in text_of(pdf.content)
    refused = await crew.officer.get(f"/api/reports/{report}/report.xml")
    assert (refused.status_code, error(refused)["code"]) == (409, "report_not_signed")


async def test_the_word_document_says_the_same(crew: Crew) -> None:
    report = await crew.receipted(await crew.open(title="甲 <b>&乙 {{ 7*7 }}"), "first")
    answer = await crew.officer.get(f"/api/reports/{report}/report.docx")
    paragraphs = [paragraph.text for paragraph in Document(BytesIO(answer.content)).paragraphs]
    text = "\n".join(paragraphs)
    for words in (
        "突发事件信息专报",
        "签发人：duty_leader",
        "关于甲 <b>&乙 {{ 7*7 }}的首报",
        "一、接报时间",
        "十一、工作建议",
        "峡窝镇应急指挥中心",
    ):
        assert words in text, words
    assert "{%" not in text
    assert "%E9%A6%96%E6%8A%A5.docx" in answer.headers["content-disposition"]


async def test_reports_are_a_chain_of_cap_messages_that_ends_all_clear(crew: Crew) -> None:
    incident = await crew.open()
    await crew.to_controlled(incident)
    reports = [await crew.receipted(incident, kind) for kind in ("first", "follow_up", "final")]
    made = [(await crew.officer.get(f"/api/reports/{one}/report.xml")).content for one in reports]
    for one in made:
        verdict = capvalidator.check_schema(one)
        assert verdict.passed, verdict.message
    kinds = [(b"<msgType>Alert<" in one, b"<msgType>Update<" in one, b"AllClear" in one) for one in made]
    assert kinds == [(True, False, False), (False, True, False), (False, True, True)]
    assert made[2].count(b"emergency-centre@xiawo.example.cn,2") == 2
    assert b"<status>Actual</status>" in made[0]
    assert b"<certainty>Observed</certainty>" in made[0]
    assert b"<severity>Moderate</severity>" in made[0]


async def test_the_picture_of_an_alert_stands_in_the_papers_of_its_incident_when_wanted(
    crew: Crew, container: Container
) -> None:
    await ingest_of(container).store([arrival(Episode(place="slope").step(score=0.9), picture().jpeg)])
    alert = (await crew.officer.get("/api/alerts")).json()["items"][0]["id"]
    incident = (await crew.officer.post(f"/api/alerts/{alert}/confirm", json={})).json()["incident_id"]
    report = await crew.report(incident, "first")
    detail = (await crew.officer.get(f"/api/reports/{report}")).json()
    assert detail["has_picture"] is True
    camera = (await crew.officer.get(f"/api/alerts/{alert}")).json()["camera"]["name"]["zh"]
    assert camera not in detail["title"] + "".join(detail["body"].values())
    for ending, shows in (("", False), ("?picture=true", True)):
        printed = (await crew.officer.get(f"/api/reports/{report}/report.pdf{ending}")).content
        assert any(blue(page).any() for page in pages_of_pdf(printed)) == shows
        typed = (await crew.officer.get(f"/api/reports/{report}/report.docx{ending}")).content
        assert len(Document(BytesIO(typed)).inline_shapes) == int(shows)
    bare = await crew.report(await crew.open(), "first")
    assert (await crew.officer.get(f"/api/reports/{bare}/report.pdf?picture=true")).status_code == 200
