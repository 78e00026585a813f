"""Figures of running text: subject, lists, shares, zeros in words, other years, one case a rule of the grammar."""

import pytest

from gongkai.documents.annual_report import prose
from gongkai.language import folding

DISCLOSED = "二、主动公开政府信息情况"
REQUESTS = "三、依申请公开政府信息情况"


def read(text: str, heading: str = "", year: int = 2023) -> list[prose.Stated]:
    folded = folding.fold_text(text)
    return prose.read(folded, parts=[(0, len(folded), heading)], year=year)


def figures(text: str, heading: str = "", year: int = 2023) -> list[tuple[str, float]]:
    return [(each.id, each.number) for each in read(text, heading, year) if each.id]


CASES = {
    "total": ("全年主动公开政府信息1500条。", DISCLOSED, [("disclosed.total", 1500)]),
    "channels of a total": (
        "主动公开政府信息100条，其中政府网站公开60条、政务微信公开30条、其他方式公开10条。",
        DISCLOSED,
        [
            ("disclosed.total", 100),
            ("disclosed.by_channel.website", 60),
            ("disclosed.by_channel.wechat", 30),
            ("disclosed.by_channel.other", 10),
        ],
    ),
    "an account by its kind": (
        "“临江水务”微信公众号推送稿件53条，“临江水务”抖音号发布稿件16条。",
        DISCLOSED,
        [("disclosed.by_channel.wechat", 53), ("disclosed.by_channel.douyin", 16)],
    ),
    "several means are no one channel": (
        "利用电子屏、公告栏、条幅等公开政府信息27条。",
        DISCLOSED,
        [("disclosed.total", 27)],
    ),
    "respectively": (
        "政府网站、微信公众号分别发布信息1200条和356条。",
        DISCLOSED,
        [("disclosed.by_channel.website", 1200), ("disclosed.by_channel.wechat", 356)],
    ),
    "respectively with one unit": (
        "行政复议、行政诉讼分别为3、2件。",
        "",
        [("reconsideration.total", 3), ("litigation.total", 2)],
    ),
    "all alike": ("行政复议、行政诉讼均为4件。", "", [("reconsideration.total", 4), ("litigation.total", 4)]),
    "channels of requests": (
        "共受理政府信息公开申请9件，其中当面申请4件、网络申请3件、信函申请2件。",
        REQUESTS,
        [
            ("requests.received.total", 9),
            ("requests.received.by_channel.in_person", 4),
            ("requests.received.by_channel.online", 3),
            ("requests.received.by_channel.letter", 2),
        ],
    ),
    "number before its noun": (
        "专门配备了3名兼职工作人员，设立了1个信息申请受理点，设有69个查阅点。",
        "",
        [("staff.part_time", 3), ("application_points.count", 1), ("reading_points.count", 69)],
    ),
    "outcomes": (
        "全年收到申请20件，上年结转1件，予以公开9件，部分公开2件，不予公开3件，无法提供6件，结转下年度办理1件。",
        REQUESTS,
        [
            ("requests.received.total", 20),
            ("requests.carried_in.total", 1),
            ("requests.granted.total", 9),
            ("requests.partial.total", 2),
            ("requests.refused.total", 3),
            ("requests.not_provided.total", 6),
            ("requests.carried_out.total", 1),
        ],
    ),
    "quoted outcomes": (
        "“同意公开”的30件，“不予公开”的6件。",
        REQUESTS,
        [("requests.granted.total", 30), ("requests.refused.total", 6)],
    ),
    "the same word under two heads": (
        "行政复议5件，其中维持3件、纠正2件；行政诉讼2件，其中维持1件、纠正1件。",
        "四、复议诉讼",
        [
            ("reconsideration.total", 5),
            ("reconsideration.upheld", 3),
            ("reconsideration.corrected", 2),
            ("litigation.total", 2),
            ("litigation.upheld", 1),
            ("litigation.corrected", 1),
        ],
    ),
    "money": ("收取检索、复制、邮寄等成本费用126.5元。", "", [("fees.amount", 126.5)]),
    "ten thousands": ("网站全年访问量达到1.2亿次。", "", [("site.visits", 120_000_000)]),
    "an aside is read with its sentence": (
        "主动公开市政府规章13件（含新制定5件，修改4件，废止4件）。",
        DISCLOSED,
        [
            ("regulations.disclosed", 13),
            ("regulations.issued", 5),
            ("regulations.amended", 4),
            ("regulations.repealed", 4),
        ],
    ),
    "an aside does not cut its clause": (
        "微信公众账号（1个）发布信息149条。",
        DISCLOSED,
        [("disclosed.by_channel.wechat", 149)],
    ),
    "stated twice is two figures": (
        "2023年公开信息50条。全年主动公开政府信息50条。",
        DISCLOSED,
        [("disclosed.total", 50), ("disclosed.total", 50)],
    ),
    "traditional characters": (
        "全年受理政府信息公開申請8件，答覆率100%。",
        "",
        [("requests.received.total", 8), ("requests.answer_rate", 100)],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_grammar(name: str) -> None:
    text, heading, expected = CASES[name]

    assert figures(text, heading) == expected


def test_categories_carry_their_names() -> None:
    text = (
        "共主动公开政府信息235条。在主动公开的信息中，机构职能类信息9条，占3.83%；1.规划计划类信息4条；工作动态222条。"
    )

    found = [(each.label, each.number) for each in read(text, DISCLOSED) if each.id == "disclosed.by_category"]

    assert found == [("机构职能类信息", 9), ("规划计划类信息", 4), ("工作动态", 222)]


def test_groups_of_offices_carry_their_names() -> None:
    text = "全区公开信息300条。其中，区直部门140条、街道办事处100条、驻区单位60条。"

    found = [(each.label, each.number) for each in read(text, DISCLOSED) if each.id == "disclosed.by_org_group"]

    assert found == [("区直部门", 140), ("街道办事处", 100), ("驻区单位", 60)]


def test_requests_of_single_offices_are_no_totals() -> None:
    found = read("全县收到政府信息公开申请56件，其中县国土局收到申请20件。", REQUESTS)

    assert [(each.id, each.label) for each in found][1] == ("requests.received.by_org", "县国土局")


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("全年未收到政府信息公开申请。", {"requests.received.total"}),
        ("本年度没有发生依申请公开事项。", {"requests.received.total"}),
        ("未发生因政府信息公开申请引起的行政复议、行政诉讼。", {"reconsideration.total", "litigation.total"}),
        ("没有向申请人收取任何费用。", {"fees.amount"}),
        ("未收到有关信息公开方面的咨询。", {"consultations.total"}),
        ("行政复议、行政诉讼均为零。", {"reconsideration.total", "litigation.total"}),
    ],
)
def test_a_zero_said_in_words(text: str, ids: set[str]) -> None:
    found = read(text)

    assert {each.id for each in found} == ids
    assert all(each.number == 0 and each.is_implied for each in found)


def test_a_chapter_that_only_says_none_is_a_zero_of_its_heading() -> None:
    assert figures("无。", "五、行政复议和行政诉讼情况") == [("reconsideration.total", 0), ("litigation.total", 0)]
    assert figures("无。", "六、其他需要报告的事项") == []


@pytest.mark.parametrize("text", ["无偿提供复制件。", "未经复议直接起诉。", "申请人无正当理由逾期不补正。"])
def test_a_denial_of_something_else_is_no_zero(text: str) -> None:
    assert figures(text) == []


def test_last_year_is_told_from_this_year() -> None:
    found = read("2022年公开信息100条，2023年公开信息120条。", DISCLOSED)

    assert [(each.id, each.number, each.period) for each in found] == [
        ("disclosed.previous_year", 100, "last_year"),
        ("disclosed.total", 120, "year"),
    ]


def test_a_change_is_no_figure_of_the_year() -> None:
    assert figures("收到申请12件，比上年增加5件，增长五成。", REQUESTS) == [("requests.received.total", 12)]


def test_a_change_in_percent_is_a_figure_of_its_own() -> None:
    found = figures("收到申请12件，同比增长71.4%。", REQUESTS)

    assert found == [("requests.received.total", 12), ("requests.yoy_percent", 71.4)]


@pytest.mark.parametrize(
    "text",
    ["自2008年5月1日以来，累计主动公开政府信息6.8万余条。", "截至2023年底，累计公开信息52310条。"],
)
def test_cumulative_is_told_from_yearly(text: str) -> None:
    assert [(each.id, each.period) for each in read(text, DISCLOSED)] == [("disclosed.cumulative_total", "cumulative")]


def test_accumulated_within_the_year_is_yearly() -> None:
    assert figures("2023年全年累计公开政府信息120条。", DISCLOSED) == [("disclosed.total", 120)]


def test_what_fits_no_indicator_keeps_its_own_words() -> None:
    found = read("发放宣传手册1500余册。")

    assert [(each.id, each.label, each.number, each.is_approximate) for each in found] == [
        (None, "发放宣传手册", 1500, True)
    ]


def test_numbers_in_titles_and_names_are_no_figures() -> None:
    assert read("印发《2023年政务公开工作要点（12项）》，推行“5+1”模式。") == []


def test_a_sentence_wrapped_over_lines_is_one() -> None:
    text = "2023 年，市政府网站主动公开各类政\n府信息 5500 余条，政务微信公开 300\n条。"

    assert figures(text, DISCLOSED) == [("disclosed.by_channel.website", 5500), ("disclosed.by_channel.wechat", 300)]


def test_a_heading_above_is_no_part_of_the_sentence() -> None:
    text = "（一）镇政府信息公开网站主动公开政府信息情况\n全年发布各类信息247条。"

    assert figures(text, DISCLOSED) == [("disclosed.total", 247)]


def test_a_number_broken_by_the_end_of_a_line_is_one() -> None:
    text = "2023年，市政府网站主动公开各类政府信息共计55\n00条，政务微信公开300条。"

    assert figures(text, DISCLOSED) == [("disclosed.by_channel.website", 5500), ("disclosed.by_channel.wechat", 300)]
