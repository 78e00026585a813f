"""Our own text: whatever the figures, the report reader reads back exactly them; templates name what is counted."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annualreports.queries import chapters, templates, values, wording
from gongkai.annualreports.queries.values import Values
from gongkai.documents import paper
from gongkai.documents.annual_report import names, reading
from gongkai.rules import forms

EDITIONS = tuple(each.edition for each in forms.load())
SUMS = {
    "table3.new.company": "requests.received.organisations",
    "table3.refused_state_secret.total": "requests.refused.total",
    "table3.unable_not_held.total": "requests.not_provided.total",
    "table3.noact_petition.total": "requests.not_processed.total",
}
NUMBERS = st.one_of(st.just(0), st.just(1), st.integers(2, 9_000))


def words(edition: str, **changes: object) -> wording.Words:
    """What a bureau's sentences call by a name."""
    said: dict[str, object] = {
        "body": "云州市教育局",
        "year": 2016 if edition == "form-2014" else 2024,
        "seed": "jyj:2024",
        "contact": "地址：云州市人民路1号，邮编：223001，电话：0517-83605210",
        "titles": {"training_titles": "“依申请公开业务培训”"},
    }
    return wording.Words(**(said | changes))  # type: ignore[arg-type]


def ids(edition: str) -> list[str]:
    """Every figure that the text of an edition may speak of: its cells, and what no cell holds."""
    beside = [name for name in sorted(templates.figures_of(edition)) if values.cell_of(edition, name) is None]
    return [*forms.form(edition).cells, *beside]


def printed(edition: str, drafted: list[wording.Drafted], said: wording.Words) -> str:
    """The whole text, headings and paragraphs a line each."""
    headings = {each.id: each.heading for each in chapters.chapters(edition)}
    lines = [f"{said.body}{said.year}年政府信息公开工作年度报告"]
    chapter = ""
    for each in drafted:
        if each.text and each.chapter != chapter:
            chapter = each.chapter
            lines += [headings[chapter]] if headings[chapter] else []
        lines += [each.text] if each.text else []
    return "\n".join(lines)


def expected(edition: str, drafted: list[wording.Drafted]) -> set[tuple[str, Decimal]]:
    """What the links say the text states, by statistic as reports are read."""
    found = set()
    for each in drafted:
        for _start, _end, id, number in each.links:
            if ":" in id:
                continue
            plain = id.removesuffix("@元")
            name = SUMS.get(plain.partition("+")[0], "") if "+" in plain else values.indicator_of(edition, plain)
            found.add((name or "", Decimal(number)))
    return {each for each in found if names.is_indicator(each[0])}


@pytest.mark.parametrize("edition", EDITIONS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_reader_reads_back_exactly_our_figures(edition: str, data: st.DataObject) -> None:
    known = ids(edition)
    size = len(known)
    now = dict(zip(known, map(Decimal, data.draw(st.lists(NUMBERS, min_size=size, max_size=size))), strict=True))
    last = {}
    if data.draw(st.booleans()):
        last = dict(zip(known, map(Decimal, data.draw(st.lists(NUMBERS, min_size=size, max_size=size))), strict=True))
    figures = Values(edition, now, last)
    said = words(edition, seed=data.draw(st.text("abc", max_size=3)))
    drafted = wording.draft(figures, said)
    text = printed(edition, drafted, said)
    assert "{" not in text and "}" not in text and "None" not in text

    read = reading.read_report(paper.Document("", "", text, (), (), ""))
    stated = {(each.id, Decimal(str(each.number))) for each in read.values if each.period == "year"}
    wanted = expected(edition, drafted)
    assert wanted <= stated, wanted - stated
    for name, number in stated - wanted:
        # What is read besides is a zero said in words, or how much the requests rose or fell.
        assert name == "requests.yoy_percent" or (number == 0 and not figures.number(name or "")), (name, number)


def test_two_agencies_do_not_read_alike_and_one_always_reads_the_same() -> None:
    now = dict.fromkeys(ids("form-2021"), Decimal(12))
    drafted = [
        printed("form-2021", wording.draft(Values("form-2021", now), words("form-2021", seed=seed)), words("form-2021"))
        for seed in ("jyj:2025", "jyj:2025", "czj:2025", "gaj:2025", "mzj:2025")
    ]
    assert drafted[0] == drafted[1]
    assert len(set(drafted)) >= 4


def test_every_number_of_the_draft_is_linked_with_its_figure() -> None:
    figures = Values("form-2021", {id: Decimal(number) for number, id in enumerate(ids("form-2021"), start=2)})
    for each in wording.draft(figures, words("form-2021")):
        for start, end, id, number in each.links:
            assert each.text[start:end] == number
            assert figures.number(id) == Decimal(number)


def test_a_sentence_without_its_figure_is_not_written() -> None:
    drafted = wording.draft(Values("form-2021", {"table3.new.total": Decimal(3)}), words("form-2021", contact=""))
    by_template = {each.template: each for each in drafted}
    assert by_template["general.requests"].text.endswith("3件。")
    assert "结转" not in by_template["general.requests"].text
    assert by_template["general.published"].text == ""
    assert by_template["general.published"].is_required
    assert "联系" not in by_template["opening.basis"].text


VARIANTS = [
    ({"now": 0, "carried": 0}, None, "未收到政府信息公开申请|没有收到政府信息公开申请"),
    ({"now": 7, "carried": 0}, None, "7件"),
    ({"now": 7, "carried": 2}, None, "上年度结转2件"),
    ({"now": 7, "carried": 0}, 5, "增加2件|增长40%"),
    ({"now": 5, "carried": 0}, 10, "减少5件|下降50%"),
    ({"now": 5, "carried": 0}, 5, "5件"),
    ({"now": 5, "carried": 0}, 0, "5件"),
]


@pytest.mark.parametrize(("now", "last", "says"), VARIANTS)
def test_wordings_follow_none_one_many_up_and_down(now: dict[str, int], last: int | None, says: str) -> None:
    figures = Values(
        "form-2021",
        {"table3.new.total": Decimal(now["now"]), "table3.carried_in.total": Decimal(now["carried"])},
        {} if last is None else {"table3.new.total": Decimal(last)},
    )
    text = next(each.text for each in wording.draft(figures, words("form-2021")) if each.template == "general.requests")
    assert any(each in text for each in says.split("|")), text
    assert ("比上年" in text or "同比" in text) == (last not in (None, 0, now["now"]))


def test_problems_of_last_year_have_a_place_each_before_this_year_s() -> None:
    drafted = wording.draft(Values("form-2021", {}), words("form-2021", problems=("栏目更新不够及时。", "解读偏少。")))
    own = [each for each in drafted if each.chapter == "problems"]
    assert [each.about for each in own] == ["栏目更新不够及时。", "解读偏少。", "", ""]
    assert all(each.is_required and not each.text and each.hint for each in own)


def test_only_governments_report_on_assessment() -> None:
    for is_government in (False, True):
        drafted = wording.draft(Values("form-2021", {}), words("form-2021", is_government=is_government))
        assert any(each.template == "general.assessment" for each in drafted) == is_government


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_chapters_of_an_edition_are_numbered_and_hold_its_tables(edition: str) -> None:
    rows = chapters.chapters(edition)
    assert (rows[0].id, rows[0].heading) == ("opening", "")
    assert [each.heading[:2] for each in rows[1:]] == [f"{each}、" for each in "一二三四五六七"[: len(rows) - 1]]
    tables = {each.id for each in forms.form(edition).tables}
    assert {table for each in rows for table in each.tables} | set(chapters.annexed(edition)) == tables
    assert {each.chapter for each in templates.paragraphs(edition)} <= {each.id for each in rows}


BAD = [
    {"id": "x"},
    {"id": "x", "chapter": "general", "colour": "red"},
    {"id": "x", "chapter": "general", "editions": ["form-2008"]},
    {"id": "x", "chapter": "general", "sentences": [{"when": {"meetings.count": "few"}, "says": ["a"]}]},
    {"id": "x", "chapter": "general", "sentences": [{"says": ["共{meetings.number}次"]}]},
    {"id": "x", "chapter": "general", "sentences": [{"says": ["共{nobody}次"]}]},
    {"id": "x", "chapter": "general", "sentences": [{"when": {"meetings.number": "some"}, "says": ["a"]}]},
    {"id": "x", "chapter": "general", "sentences": [{"says": []}]},
    {"id": "x", "chapter": "general", "sentences": [{"cases": [], "says": ["a"]}]},
    "x",
]


@pytest.mark.parametrize("raw", BAD)
def test_a_damaged_wording_is_refused(raw: object) -> None:
    with pytest.raises(templates.TemplateFault):
        templates.parse(raw)
