"""Copied text: from last year, from another agency, and what counts as one's own words."""

import random

from gongkai.documents import report_copies
from gongkai.rules.report_checks import facts

SIGNS = "公开信息政务服务群众办理工作机制制度落实监督保障平台网站内容更新培训考核解读回应申请答复审查目录栏目渠道"


def sentences(seed: int, count: int = 20) -> str:
    """Sentences that no other seed gives."""
    draw = random.Random(seed)
    return "".join("".join(draw.choice(SIGNS) for _ in range(30)) + "。\n" for _ in range(count))


def report(general: str, problems: str, *, agency: str = "甲局", year: int = 2023) -> facts.ReportFacts:
    text = "前言。\n"
    headings = []
    for title, body in (("一、总体情况", general), ("五、存在的主要问题及改进情况", problems)):
        start = len(text)
        text += f"{title}\n{body}\n"
        headings.append(facts.Heading(title, 1, start, len(text)))
    return facts.ReportFacts((), year=year, agency=agency, text=text, headings=tuple(headings))


def test_text_of_last_year_is_found_with_its_longest_passage() -> None:
    shared = sentences(1)
    found = report_copies.from_last_year(report(shared, sentences(2, 3)), report(shared, sentences(3, 3), year=2022))

    assert [(each.rule, each.severity) for each in found] == [("copied_text", "warning")]
    assert "上年年报" in found[0].sentence
    assert found[0].stated[0].text in report(shared, "").text


def test_the_chapter_on_problems_copied_from_last_year_is_found() -> None:
    problems = sentences(4, 6)
    found = report_copies.from_last_year(report(sentences(1), problems), report(sentences(2), problems, year=2022))

    assert [each.rule for each in found] == ["copied_problems"]


def test_own_text_is_no_copy() -> None:
    now, last = report(sentences(1), sentences(2, 5)), report(sentences(3), sentences(4, 5), year=2022)

    assert report_copies.from_last_year(now, last) == []


def test_short_reports_are_not_compared() -> None:
    now, last = report(sentences(1, 2), ""), report(sentences(1, 2), "", year=2022)

    assert report_copies.from_last_year(now, last) == []


def test_a_copy_of_another_agency_is_found_among_many() -> None:
    shared = sentences(1)
    others = [report(sentences(seed), sentences(seed + 500, 3), agency=f"{seed}局") for seed in range(10, 40)]
    copied = [report(shared, sentences(2, 3), agency="甲局"), report(shared, sentences(3, 3), agency="乙局")]
    found = report_copies.across([*others, *copied])

    assert [len(each) for each in found] == [0] * 30 + [1, 1]
    assert "“乙局”的年报" in found[-2][0].sentence


def test_the_same_agency_is_not_another() -> None:
    shared = sentences(1)

    assert report_copies.across([report(shared, ""), report(shared, "", year=2022)]) == [[], []]


def test_words_of_the_law_and_tables_are_nobodys_own() -> None:
    law = "根据《中华人民共和国政府信息公开条例》的规定编制本报告，现公布于众，欢迎监督。\n" * 20

    assert report_copies.across([report(law, "", agency="甲局"), report(law, "", agency="乙局")]) == [[], []]


def test_the_place_of_a_passage_is_in_the_text() -> None:
    shared = sentences(1)
    now = report(sentences(9, 2) + shared, "")
    found = report_copies.from_last_year(now, report(shared, "", year=2022))
    place = found[0].stated[0]

    assert now.text[place.start : place.start + 30] == place.text[:30]
