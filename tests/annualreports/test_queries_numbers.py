"""Numbers of a text against their figures: links follow them, what no longer agrees is flagged and put right."""

from decimal import Decimal

import pytest

from gongkai.annualreports.queries import numbers
from gongkai.annualreports.queries.values import Values

TEXT = "全年收到政府信息公开申请476件，上年度结转25件。"
LINKS = [(12, 15, "table3.new.total", "476"), (22, 24, "table3.carried_in.total", "25")]
FIGURES = Values(
    "form-2021",
    {
        "table3.new.total": Decimal(476),
        "table3.carried_in.total": Decimal(25),
        "table2.licence.decisions": Decimal(12000),
        "table2.charges.amount": Decimal("12.5"),
        "fees.amount": Decimal("0.394"),
    },
    {"table3.new.total": Decimal(400)},
)

CARRIED = [
    ("unchanged", TEXT, ["476", "25"]),
    ("words before", "我局" + TEXT, ["476", "25"]),
    ("another number in its place", TEXT.replace("476", "467"), ["467", "25"]),
    ("both changed", TEXT.replace("476", "400").replace("25", "3"), ["400", "3"]),
    ("full width", TEXT.replace("476", "４７６"), ["４７６", "25"]),
    ("with separators", TEXT.replace("476", "1,476"), ["1,476", "25"]),
    ("a word put between", TEXT.replace("申请476", "申请共计约476"), ["476", "25"]),
    ("clauses exchanged", "上年度结转25件，全年收到政府信息公开申请476件。", ["476"]),
    ("another number added", TEXT.replace("件，", "件（其中网上申请300件），", 1), ["476", "25"]),
    ("one struck out", "全年收到政府信息公开申请476件。", ["476"]),
    ("everything struck out", "", []),
    ("other words altogether", "本年度没有需要报告的事项。", []),
]


@pytest.mark.parametrize(("typed", "kept"), [each[1:] for each in CARRIED], ids=[each[0] for each in CARRIED])
def test_links_follow_their_numbers_through_an_edit(typed: str, kept: list[str]) -> None:
    carried = numbers.carry(TEXT, LINKS, typed)
    assert all(typed[start:end] == printed for start, end, _id, printed in carried)
    assert [printed for *_rest, printed in carried if printed in kept] == kept
    ids = {printed: id for _start, _end, id, printed in carried}
    assert ids.get("25", "table3.carried_in.total") == "table3.carried_in.total"


CHECKED = [
    (TEXT, LINKS, []),
    (TEXT.replace("476", "467"), [(12, 15, "table3.new.total", "467"), LINKS[1]], [("467", "476", False)]),
    (TEXT.replace("476", "４７６"), [(12, 15, "table3.new.total", "４７６"), LINKS[1]], []),
    # nobody linked these: the reader takes them for their figures
    ("本年度新收政府信息公开申请467件。", [], [("467", "476", True)]),
    ("本年度新收政府信息公开申请476件。", [], []),
    ("本年度收到政府信息公开申请501件（含上年结转）。", [], []),
    ("全年作出行政许可决定1.2万件。", [], []),
    ("全年作出行政许可决定12,001件。", [], [("12,001", "12,000", True)]),
    ("收取行政事业性收费125000元。", [], []),
    ("收取行政事业性收费125001元。", [], [("125001", "125000", True)]),
    ("全年收到政府信息公开申请400余件。", [], []),
    ("本年度未收到政府信息公开申请。", [], [("本年度未收到政府信息公开申请", "476", True)]),
    ("比上年增加76件。", [(5, 7, "change:table3.new.total", "76")], []),
    ("比上年增加70件。", [(5, 7, "change:table3.new.total", "70")], [("70", "76", False)]),
    ("同比增长19.0%。", [(4, 8, "percent:table3.new.total", "19.0")], []),
    ("收取信息处理费3940元。", [(7, 11, "fees.amount@元", "3940")], []),
    ("公开手册发放7000份。", [], []),
    ("公开手册发放7000份。", [(6, 10, "nothing.known", "7000")], []),
    ("", [], []),
]


@pytest.mark.parametrize(("text", "links", "expected"), CHECKED)
def test_what_is_not_its_figure_is_flagged(
    text: str, links: list[tuple[int, int, str, str]], expected: list[tuple[str, str, bool]]
) -> None:
    flags = numbers.check(text, links, FIGURES, heading="一、总体情况", year=2025)
    assert [(each.printed, each.expected, each.is_read) for each in flags] == expected
    assert all(text[each.start : each.end] == each.printed for each in flags)


def test_the_new_number_is_put_in_and_linked() -> None:
    typed = "新收申请1,467件，上年度结转25件；本年度共收到政府信息公开申请467件。"
    links = [(4, 9, "table3.new.total", "1,467"), (16, 18, "table3.carried_in.total", "25")]
    flags = numbers.check(typed, links, FIGURES, year=2025)
    text, made = numbers.put(typed, links, flags)
    assert text == "新收申请476件，上年度结转25件；本年度共收到政府信息公开申请476件。"
    assert [text[start:end] for start, end, *_rest in made] == ["476", "25", "476"]
    assert not numbers.check(text, made, FIGURES, year=2025)


def test_a_zero_said_in_words_is_flagged_and_not_replaced() -> None:
    typed = "本年度未收到政府信息公开申请。"
    (flag,) = numbers.check(typed, [], FIGURES, year=2025)
    assert not flag.can_put
    assert numbers.put(typed, [], [flag]) == (typed, [])


@pytest.mark.parametrize(
    ("printed", "number"),
    [("476", "476"), ("1,476", "1476"), ("１２.５", "12.5"), ("约", None), ("", None), ("4-7", None)],
)
def test_digits_are_read_as_people_write_them(printed: str, number: str | None) -> None:
    assert numbers.number_of(printed) == (Decimal(number) if number else None)
