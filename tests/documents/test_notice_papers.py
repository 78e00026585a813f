"""Sheets, leaflets and hand-over lists as Word files: every item with its number and code, the list twice."""

import datetime
import io
from collections.abc import Callable

import docx
import pytest

from gongkai.documents import notice_papers as papers

DAY = datetime.date(2026, 3, 2)


def entry(number: int) -> papers.Entry:
    return papers.Entry(
        title=f"第{number}号通知",
        doc_no=f"云政发〔2026〕{number}号",
        index_no=f"99/2026-{number:05d}",
        published_on=DAY,
        address=f"http://127.0.0.1:8000/items/0/{number}.html",
        paragraphs=("第一条　略。", "第二条\x07略。"),
        copies=2,
    )


def paper(count: int = 4) -> papers.Paper:
    return papers.Paper(
        sender="云州市人民政府办公室",
        title="主动公开政府信息移送明细表",
        number="移送〔2026〕3号",
        on=DAY,
        entries=tuple(entry(n) for n in range(1, count + 1)),
        receiver="云州市图书馆",
        lines=("供公众查阅。",),
        site_address="http://127.0.0.1:8000",
    )


def opened(data: bytes) -> tuple[str, list[str]]:
    """All words of a Word file, and the words of its pictures."""
    document = docx.Document(io.BytesIO(data))
    body = document.element.body
    words = "\n".join(each.text or "" for each in body.iter() if each.tag.endswith("}t"))
    return words, [each.get("descr") for each in body.iter() if each.tag.endswith("}docPr")]


def test_the_list_is_there_twice_with_places_for_both_signatures() -> None:
    words, _pictures = opened(papers.handover_list(paper()))
    for copy in papers.COPIES:
        assert words.count(copy) == 1
    for said in (
        "移送〔2026〕3号",
        "云州市图书馆",
        "第4号通知",
        "云政发〔2026〕4号",
        "99/2026-00004",
        "接收人",
        "4件8份",
    ):
        assert any(said in line for line in words.split("\n")), said
    assert words.count("第4号通知") == 2


def test_each_item_begins_a_sheet_of_the_board_with_its_code() -> None:
    words, pictures = opened(papers.board_sheet(paper(3)))
    assert words.count("政 府 信 息 公 示") == 3
    assert "第一条　略。" in words and "\x07" not in words
    assert pictures == [f"《第{n}号通知》全文网页的二维码" for n in (1, 2, 3)]


@pytest.mark.parametrize(("count", "panels"), [(1, [1, 0, 0]), (4, [2, 1, 1]), (7, [3, 2, 2])])
def test_the_leaflet_deals_its_items_on_three_panels(count: int, panels: list[int]) -> None:
    document = docx.Document(io.BytesIO(papers.leaflet(paper(count))))
    outside, inside = document.tables
    assert len(outside.rows[0].cells) == 3
    texts = ["\n".join(each.text for each in cell.paragraphs) for cell in inside.rows[0].cells]
    assert [text.count("号通知") for text in texts] == panels
    section = document.sections[0]
    assert (section.page_width or 0) > (section.page_height or 0)


@pytest.mark.parametrize("build", [papers.board_sheet, papers.leaflet, papers.handover_list])
def test_the_same_paper_is_the_same_text(build: Callable[[papers.Paper], bytes]) -> None:
    assert opened(build(paper())) == opened(build(paper()))
