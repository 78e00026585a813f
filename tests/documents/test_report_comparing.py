"""`report compare`: years and agencies side by side, in every output."""

import csv
import io
import pathlib

import openpyxl
import pytest

from gongkai.documents import report_command

TEXT = (
    "{agency}{year}年政府信息公开工作年度报告\n一、总体情况\n{year}年共主动公开政府信息{total}条。\n"
    "全年收到政府信息公开申请{received}件。\n"
    "二、主动公开政府信息情况\n"
    "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n行政规范性文件 | {made} | 1 | 9 |\n"
)


@pytest.fixture
def files(tmp_path: pathlib.Path) -> list[str]:
    given = [("云州市财政局", 2023, 120, 5, 4), ("云州市财政局", 2022, 100, 3, 2), ("云州市教育局", 2023, 80, 9, 0)]
    paths = []
    for number, (agency, year, total, received, made) in enumerate(given):
        path = tmp_path / f"{number}.txt"
        path.write_text(TEXT.format(agency=agency, year=year, total=total, received=received, made=made), "utf-8")
        paths.append(str(path))
    return paths


def lines(capsys: pytest.CaptureFixture[str]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))


def test_reports_stand_in_order_of_agency_and_year(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert report_command.main(["compare", "--csv", *files]) == 0

    head, *rows = lines(capsys)
    assert head == ["id", "指标", "单位", "云州市教育局 2023", "云州市财政局 2022", "云州市财政局 2023"]
    by_id = {row[0]: row for row in rows}
    assert by_id["disclosed.total"][2:] == ["条", "80", "100", "120"]
    assert by_id["normative_documents.issued"][1:] == ["行政规范性文件 / 本年制发件数", "件", "0", "2", "4"]


def test_figures_for_each_inhabitant_where_they_are_given(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    report_command.main(["compare", "--csv", "--population", "云州市财政局=20,000", *files])

    head, *rows = lines(capsys)
    assert head[6:] == ["云州市财政局 2022（每万人）", "云州市财政局 2023（每万人）"]
    assert next(row for row in rows if row[0] == "disclosed.total")[6:] == ["50.0", "60.0"]


def test_inhabitants_may_be_given_by_file(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    report_command.main(["compare", "--csv", "--population", "2=10000", *files])

    assert lines(capsys)[0][6:] == ["云州市教育局 2023（每万人）"]


@pytest.mark.parametrize("written", ["云州市", "云州市=", "=5", "云州市=many", "云州市=0", "云州市=-4"])
def test_inhabitants_that_are_no_number_are_wrong_usage(files: list[str], written: str) -> None:
    assert report_command.main(["compare", "--population", written, *files]) == 2


def test_the_workbook_holds_numbers(files: list[str], tmp_path: pathlib.Path) -> None:
    path = tmp_path / "out.xlsx"
    assert report_command.main(["compare", "--xlsx", "--to", str(path), *files]) == 0

    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    assert rows["requests.received.total"][3:] == (9, 3, 5)


def test_the_page_has_a_table_beside_each_chart_and_no_script(files: list[str], tmp_path: pathlib.Path) -> None:
    path = tmp_path / "out.html"
    report_command.main(["compare", "--html", "--to", str(path), *files])

    page = path.read_text("utf-8")
    assert page.count("<svg") == page.count("<figure>") > 1
    assert page.count("<table>") == page.count("<svg") + 1
    assert "<script" not in page
    assert "http://www.w3.org/2000/svg" in page
    assert "src=" not in page


def test_the_plain_table_is_for_people(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    report_command.main(["compare", *files])

    out = capsys.readouterr().out
    assert "云州市财政局 2022" in out
    assert "requests." not in out


def test_one_bad_file_does_not_stop_the_others(
    files: list[str], tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report_command.main(["compare", "--csv", str(tmp_path / "no.txt"), *files]) == 1
    assert len(lines(capsys)[0]) == 6


def test_nothing_to_compare_is_a_failure(tmp_path: pathlib.Path) -> None:
    assert report_command.main(["compare", str(tmp_path / "no.txt")]) == 1


def test_two_outputs_at_once_are_wrong_usage(files: list[str]) -> None:
    assert report_command.main(["compare", "--csv", "--html", *files]) == 2


def test_a_name_cannot_become_a_formula(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "=1+1.txt"
    path.write_text("政府信息公开年度报告\n2023年主动公开政府信息5条。\n", "utf-8")
    report_command.main(["compare", "--csv", str(path)])

    assert not any(cell.startswith("=") for row in lines(capsys) for cell in row)
