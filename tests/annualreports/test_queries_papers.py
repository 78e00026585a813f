"""A report as it is printed: chapters and tables in the order of the edition, notes, imprint, JSON; what differs."""

from decimal import Decimal

import pytest

from gongkai.annualreports.queries import papers, revisions
from gongkai.documents.report_papers import parts
from tests.annualreports import issued
from tests.documents.report_papers import made

pytestmark = pytest.mark.django_db
EDITION = "form-2021"


def test_the_paper_has_every_chapter_and_table_of_its_edition() -> None:
    text = issued.signed(issued.compiled(EDITION, made.figures(EDITION, 1), body="临江市水务局", year=2025))

    paper = papers.of_text(text)

    headings = [each.text for each in paper.parts if isinstance(each, parts.Heading)]
    assert paper.title == "临江市水务局2025年政府信息公开工作年度报告"
    assert headings[0] == "一、总体情况"
    assert headings[-1] == "六、其他需要报告的事项"
    assert len(paper.tables) == 3
    place = paper.parts.index(paper.tables[1])
    assert isinstance(paper.parts[place - 1], parts.Paragraph)
    assert text.content_hash in paper.imprint[1]


def test_the_sheet_of_2014_stands_behind_the_text_on_a_page_of_its_own() -> None:
    paper = papers.of_text(issued.signed(issued.compiled("form-2014", made.figures("form-2014", 1), year=2016)))

    heading, table = paper.parts[-2:]

    assert isinstance(heading, parts.Heading)
    assert heading.is_new_page
    assert isinstance(table, parts.Table)


def test_a_figure_stated_by_hand_has_a_note_that_names_nobody() -> None:
    report = issued.compiled(EDITION, made.figures(EDITION, 1))
    issued.freeze(report, EDITION, made.figures(EDITION, 1), entered="table2.rules.made")

    [note] = papers.of_text(issued.signed(report)).notes

    assert (note.mark, note.cell) == ("①", "table2.rules.made")
    assert "人工填报" in note.text
    assert "李某" not in note.text


def test_a_correction_notes_each_figure_that_differs_from_the_public_text() -> None:
    stated = made.figures(EDITION, 1)
    report = issued.compiled(EDITION, stated)
    first = issued.published(report)
    other = {**stated, "table4.review_total": stated["table4.review_total"] + Decimal(4)}

    second = issued.corrected(report, other, note="漏计4件")

    [note] = papers.of_text(second).notes
    was, now = stated["table4.review_total"], other["table4.review_total"]
    assert note.text == f"行政复议 / 总计：第{first.number}版为{was}，本版更正为{now}。"
    assert papers.public_before(second) == first
    revision = revisions.between(first, second)
    assert [each.name for each in revision.figures] == ["行政复议 / 总计"]
    assert revision.paragraphs == ()


def test_paragraphs_that_changed_came_or_went_are_shown_word_by_word() -> None:
    stated = made.figures(EDITION, 1)
    report = issued.compiled(EDITION, stated)
    first = issued.published(report)
    more = {**stated, "table3.new.total": stated["table3.new.total"] + 1}

    second = issued.corrected(report, more, note="更正", problems="存在的问题。")

    found = revisions.between(first, second).paragraphs
    assert [each.heading for each in found] == [
        "三、收到和处理政府信息公开申请情况",
        "五、存在的主要问题及改进情况",
    ]
    assert {piece.kind for piece in found[0].pieces} == {"same", "added", "removed"}
    assert [(piece.kind, piece.text) for piece in found[1].pieces] == [("added", "存在的问题。")]


def test_a_draft_is_marked_and_has_the_text_as_it_stands() -> None:
    report = issued.compiled(EDITION, made.figures(EDITION, 1))
    assert report.snapshot is not None

    paper = papers.of_draft(report, report.snapshot)

    assert paper.remark == "（草稿，尚未签发）"
    assert paper.imprint == ()
    assert papers.file_name(report, "pdf").endswith("（草稿）.pdf")


def test_the_document_has_the_figures_as_the_command_prints_them_and_the_text_with_its_links() -> None:
    stated = made.figures(EDITION, 1)
    text = issued.signed(issued.compiled(EDITION, stated))

    found = papers.document(text)

    assert found["form"] == EDITION
    assert {name: Decimal(str(number)) for name, number in found["values"].items()} == stated
    assert (found["version"], found["corrects"], found["sha256"]) == (1, None, text.content_hash)
    [paragraph] = next(each for each in found["text"] if each["id"] == "requests")["paragraphs"]
    [link] = paragraph["links"]
    assert paragraph["text"][link["start"] : link["end"]] == link["printed"]
    assert link["id"] == "table3.new.total"
