"""The statutory tables: whatever the edition, figures and layout, a printed report reads back equal."""

import re

import pytest
from hypothesis import given, settings, strategies

from gongkai.documents import reading
from gongkai.documents.annual_report import reading as report_reading
from gongkai.documents.annual_report import report
from gongkai.language import conversion
from tests.documents.annual_report import printed

EDITIONS = ("2014", "2019", "2021")
TEXT_LAYOUTS = ("pipes", "lines", "piped_lines", "tabs", "blanks")


def read(data: bytes, name: str) -> report.Report:
    return report_reading.read_report(reading.read(data, name=name))


def figures(found: report.Report) -> dict[str, list[float]]:
    result: dict[str, list[float]] = {}
    for value in found.values:
        assert value.id is not None
        result.setdefault(value.id, []).append(value.number)
    return result


def assert_equal(source: printed.Printed, data: bytes, name: str) -> None:
    found = read(data, name)

    assert figures(found) == {name: [number] for name, number in source.figures.items()}
    assert (found.edition, found.agency) == (source.edition, "临江市水务局")


@settings(max_examples=12, deadline=None)
@given(edition=strategies.sampled_from(EDITIONS), seed=strategies.integers(0, 10**6), paragraphs=strategies.booleans())
def test_html_reads_back_equal(edition: str, seed: int, paragraphs: bool) -> None:
    source = printed.report(edition, seed=seed)

    assert_equal(source, printed.html(source, paragraphs=paragraphs), "a.html")


@settings(max_examples=20, deadline=None)
@given(
    edition=strategies.sampled_from(EDITIONS),
    seed=strategies.integers(0, 10**6),
    layout=strategies.sampled_from(TEXT_LAYOUTS),
)
def test_text_reads_back_equal(edition: str, seed: int, layout: str) -> None:
    source = printed.report(edition, seed=seed)

    assert_equal(source, printed.text(source, layout), "a.txt")


@pytest.mark.parametrize("edition", EDITIONS)
def test_word_reads_back_equal(edition: str) -> None:
    source = printed.report(edition, seed=41)

    assert_equal(source, printed.word(source), "a.docx")


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_workbook_reads_back_equal(edition: str) -> None:
    source = printed.report(edition, seed=42)

    assert_equal(source, printed.workbook(source), "a.xlsx")


@pytest.mark.parametrize("edition", EDITIONS)
def test_pdf_with_tables_over_pages_reads_back_equal(edition: str) -> None:
    source = printed.report(edition, seed=43)

    assert_equal(source, printed.pdf(source), "a.pdf")


def grouped(text: str, mark: str) -> str:
    return re.sub(r">(\d{4,5})<", lambda found: ">" + format(int(found[1]), ",").replace(",", mark) + "<", text)


VARIANTS = {
    "separators": lambda text: grouped(text, ","),
    "blanks inside numbers": lambda text: grouped(text, " "),
    "full width": lambda text: re.sub(
        r">(\d+)<",
        lambda found: ">" + found[1].translate(str.maketrans("0123456789", "０１２３４５６７８９")) + "<",
        text,
    ),
    "traditional": conversion.to_traditional,
    "split labels": lambda text: text.replace("商业企业", "商业<br>企业").replace("予以公开", "予 以 公 开"),
    "one table": lambda text: re.sub(r"</table><p>(.*?)</p><table>", r"<tr><td colspan=10>\1</td></tr>", text),
    "a table around all": lambda text: text.replace("<h1>", "<table><tr><td><h1>").replace(
        "</body>", "</td></tr></table></body>"
    ),
}


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_a_damaged_page_reads_back_equal(edition: str, name: str) -> None:
    source = printed.report(edition, seed=7, largest=90_000)
    page = VARIANTS[name](printed.html(source).decode())

    found = read(page.encode(), "a.html")

    assert figures(found) == {name: [number] for name, number in source.figures.items()}


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_blanks_inside_numbers_are_closed_where_the_row_tells(edition: str) -> None:
    source = printed.report(edition, seed=5, largest=90_000)
    text = printed.text(source, "lines").decode()
    text = re.sub(r"(?m)^(\d{2})(\d{3})$", r"\1 \2", text)

    found = figures(read(text.encode(), "a.txt"))

    assert found == {name: [number] for name, number in source.figures.items()}


def test_an_empty_cell_is_not_zero() -> None:
    source = printed.report("2021", seed=3)
    page = printed.html(source).decode().replace(">0<", "><")

    found = figures(read(page.encode(), "a.html"))

    assert found == {name: [number] for name, number in source.figures.items() if number}


def test_empty_cells_that_a_copy_lost_are_told_and_nothing_is_invented() -> None:
    source = printed.report("2021", seed=3)
    text = re.sub(r"\n0(?=\n)", "", printed.text(source, "lines").decode())

    found = read(text.encode(), "a.txt")

    assert any(doubt.code == "row_incomplete" for doubt in found.doubts)
    for name, numbers in figures(found).items():
        assert numbers == [source.figures[name]]


def test_a_missing_row_leaves_the_others_in_place() -> None:
    source = printed.report("2021", seed=9)
    page = re.sub(r"<tr><td[^>]*>2\.重复申请.*?</tr>", "", printed.html(source).decode())

    whole = read(page.encode(), "a.html")
    found = figures(whole)

    said = [doubt.sentence for doubt in whole.doubts if doubt.code == "row_missing"]
    assert said == ["收到和处理申请的表里没有读出「不予处理：重复申请」的数（没有这一行或是空白），请对照原件"]
    gone = {name for name in source.figures if name.startswith("requests.not_processed.repeated")}
    assert found == {name: [number] for name, number in source.figures.items() if name not in gone}


def test_evidence_names_cell_and_row() -> None:
    source = printed.report("2021", seed=9)
    document = reading.read(printed.html(source), name="a.html")
    found = report_reading.read_report(document)
    value = next(each for each in found.values if each.id == "requests.carried_in.total")

    assert (value.evidence.table, value.evidence.row, value.evidence.column) == (1, 4, 9)
    assert value.evidence.span.of(document.text) == value.evidence.text
    assert "上年结转政府信息公开申请数量" in value.evidence.text


def test_a_row_cut_off_by_the_end_of_the_copy_gives_what_is_there() -> None:
    text = (
        "某局2022年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"
        "一、本年新收政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n4.保护第三方合法权益 | 1 |"
    )

    assert figures(read(text.encode(), "a.txt"))["requests.refused.third_party.natural_person"] == [1]


def test_the_annexes_before_2014_are_read_by_their_labels() -> None:
    text = (
        "某局2011年政府信息公开工作年度报告\n附表（二）申请情况统计\n指标名称 | 计量单位 | 数值\n申请总数 | 条 | 12\n"
        "其中：1.当面申请数 | 条 | 3\n3.电子邮件申请数 | 条 | 1\n“信息不存在”数 | 条 | 8\n"
    )

    found = read(text.encode(), "a.txt")

    assert figures(found) == {
        "requests.received.total": [12],
        "requests.received.by_channel.in_person": [3],
        "requests.received.by_channel.email": [1],
    }
    assert [(each.label, each.number) for each in found.others] == [("“信息不存在”数", 8)]
    assert found.edition is None


def test_sentences_about_outcomes_open_no_table() -> None:
    sentence = "行政复议 35 件，其中结果维持 20 件，结果纠正 3 件，其他结果 12 件。"
    text = f"某局2022年政府信息公开工作年度报告\n四、复议诉讼情况\n{sentence}"

    found = read(text.encode(), "a.txt")

    assert {each.stated for each in found.values} == {"prose"}
    assert figures(found)["reconsideration.upheld"] == [20] and found.doubts == ()


def test_the_edition_is_told_by_most_of_the_heads() -> None:
    source = printed.report("2021", seed=6)
    text = printed.text(source, "pipes").decode().replace("一、本年", "政府集中采购\n一、本年", 1)

    assert read(text.encode(), "a.txt").edition == "2021"


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_a_whole_table_misses_no_row(edition: str) -> None:
    assert read(printed.html(printed.report(edition, seed=8)), "a.html").doubts == ()


def test_a_short_sentence_before_a_table_stays_prose() -> None:
    source = printed.report("2021", seed=12)
    text = (
        printed.text(source, "pipes")
        .decode()
        .replace("二、主动", "全年收到政府信息公开申请31件。\n回应社会关切：18次\n二、主动", 1)
    )

    found = [(each.id, each.number) for each in read(text.encode(), "a.txt").values if each.stated == "prose"]

    assert found == [("requests.received.total", 31), ("responses.hot_topics", 18)]


def test_a_short_sentence_between_tables_stays_prose() -> None:
    source = printed.report("2021", seed=12)
    text = printed.text(source, "lines").decode().replace("四、政府", "全年召开新闻发布会7场。\n四、政府", 1)

    found = read(text.encode(), "a.txt").values

    assert [(each.id, each.number) for each in found if each.stated == "prose"] == [("responses.press_conferences", 7)]
    assert len(found) == len(source.figures) + 1
