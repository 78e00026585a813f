"""Whole reports: what is read, what is said of the rest, and the files that are bad."""

import pytest

from gongkai.documents import faults, reading
from gongkai.documents.annual_report import reading as report_reading
from gongkai.documents.annual_report import report
from tests.documents import files
from tests.documents.annual_report import printed

PROSE = """临江市水务局2016年政府信息公开工作年度报告
本报告所列数据的统计期限自2016年1月1日起至2016年12月31日止。
一、主动公开政府信息情况
全年主动公开政府信息1 234条。
二、依申请公开政府信息情况
全年收到申请５件，均已答复。
三、行政复议和行政诉讼情况
无。
"""


def read(data: bytes, name: str = "a.txt") -> report.Report:
    return report_reading.read_report(reading.read(data, name=name))


def codes(found: report.Report) -> set[str]:
    return {doubt.code for doubt in found.doubts}


def test_a_prose_report_is_read_with_places() -> None:
    document = reading.read(PROSE.encode(), name="a.txt")
    found = report_reading.read_report(document)

    assert (found.title, found.agency, found.year) == (
        "临江市水务局2016年政府信息公开工作年度报告",
        "临江市水务局",
        2016,
    )
    assert (found.regime, found.edition) == ("2008", None)
    assert [each.heading for each in found.chapters] == [
        "一、主动公开政府信息情况",
        "二、依申请公开政府信息情况",
        "三、行政复议和行政诉讼情况",
    ]
    assert [(each.id, each.number) for each in found.values] == [
        ("disclosed.total", 1234),
        ("requests.received.total", 5),
        ("reconsideration.total", 0),
        ("litigation.total", 0),
    ]
    for value in found.values:
        assert value.evidence.span.of(document.text) == value.evidence.text
    assert found.values[0].evidence.text == "全年主动公开政府信息1 234条"


def test_a_report_run_into_one_line_keeps_its_chapters() -> None:
    text = PROSE.replace("\n", " ")

    assert [each.number for each in read(text.encode()).values] == [1234, 5, 0, 0]


def test_reading_twice_gives_the_same() -> None:
    source = printed.html(printed.report("2021", seed=1))

    assert read(source, "a.html") == read(source, "a.html")


def test_a_file_that_is_no_report_gives_nothing_and_says_so() -> None:
    found = read("关于召开防汛工作会议的通知\n会议定于3月5日召开，共30人参加。".encode())

    assert found.values == () and codes(found) == {"not_a_report"}


def test_two_reports_in_one_file_are_told() -> None:
    text = PROSE + PROSE.replace("2016", "2017").replace("1 234", "99")

    assert "several_reports" in codes(read(text.encode()))


def test_the_same_table_twice_is_told() -> None:
    one, other = (printed.text(printed.report("2021", seed=seed), "pipes") for seed in (1, 2))

    assert "several_reports" in codes(read(one + b"\n" + other))


@pytest.mark.parametrize(
    ("data", "name", "fault"),
    [
        (b"", "a.txt", faults.EmptyFile),
        (files.Pdf().page().text(40, 700, "x").data(encrypted=True), "a.pdf", faults.EncryptedFile),
        (files.Pdf().page().picture().data(), "a.pdf", faults.ScannedPdf),
        (b"PK\x03\x04 broken", "a.docx", faults.UnreadableFile),
    ],
)
def test_what_cannot_be_read_is_a_fault_with_a_sentence(
    data: bytes, name: str, fault: type[faults.UnreadableFile]
) -> None:
    with pytest.raises(fault) as raised:
        read(data, name)

    assert raised.value.message


def test_a_pdf_of_300_pages_is_read_as_far_as_the_limit_and_says_so() -> None:
    pdf = files.Pdf()
    pdf.page().text(40, 800, "临江市水务局2016年政府信息公开工作年度报告", 16)
    pdf.text(40, 760, "全年主动公开政府信息12条。", 12)
    for _ in range(299):
        pdf.page().text(40, 800, "附件", 12)

    found = read(pdf.data(), "a.pdf")

    assert [each.number for each in found.values] == [12] and "pages_cut" in codes(found)


def test_formulas_of_a_workbook_are_told() -> None:
    def fill(book) -> None:
        sheet = book.active
        sheet.append(["临江市水务局2016年政府信息公开情况统计表 年度报告"])
        sheet.append(["统计指标", "单位", "统计数"])
        sheet.append(["（一）收到申请数", "件", "=1+1"])
        sheet.append(["1.当面申请数", "件", 1])

    found = read(files.workbook(fill), "a.xlsx")

    assert [(each.id, each.number) for each in found.values] == [("requests.received.by_channel.in_person", 1)]
    assert "formulas" in codes(found)


def test_text_without_numbers_gives_no_figures() -> None:
    text = "某局2020年政府信息公开工作年度报告\n一、总体情况\n我局高度重视，认真落实。"

    assert read(text.encode()).values == ()


@pytest.mark.parametrize(
    "text", ["1 " * 4000, "县" * 3000, "公开信息" * 2000 + "5条", "（" * 5000, "一二三四五六七八九" * 500]
)
def test_odd_texts_come_to_an_end(text: str) -> None:
    read(("某局2020年政府信息公开工作年度报告\n" + text).encode())


def test_spans_hold_when_folding_changes_lengths() -> None:
    text = "某局2020年政府信息公开工作年度报告…\u200b\n㈠主动公开…全年主动公开政府信息１２条。"
    document = reading.read(text.encode(), name="a.txt")
    found = report_reading.read_report(document)

    assert [each.evidence.span.of(document.text) for each in found.values] == [
        each.evidence.text for each in found.values
    ]
    assert [each.evidence.text[-3:] for each in found.values] == ["１２条"]
