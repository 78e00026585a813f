"""`report check` and the findings in `report read --json`: from files to sentences."""

import datetime
import json
import pathlib

import pytest

from gongkai.documents import reading, report_checking, report_command, report_facts
from gongkai.documents.annual_report import reading as report_reading
from gongkai.rules.report_checks import facts

TEXT = (
    "云州市财政局{year}年政府信息公开工作年度报告\n"
    "本报告统计期限为{year}年1月1日至12月31日。地址：和平路1号，电话：0571-1234567。\n"
    "一、总体情况\n"
    "{year}年，本局共主动公开政府信息{total}条，其中工作动态类50条，通知公告类30条，其他信息20条。\n"
    "全年收到政府信息公开申请{received}件。\n"
    "二、主动公开政府信息情况\n"
    "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n规章 | 0 | 0 | 0 |\n行政规范性文件 | 2 | 1 | 9 |\n"
)


def write(folder: pathlib.Path, name: str, *, year: int = 2023, total: int = 100, received: int = 5) -> pathlib.Path:
    path = folder / name
    path.write_text(TEXT.format(year=year, total=total, received=received), "utf-8")
    return path


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, list[dict[str, object]]]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_consistent_report_ends_well(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report_command.main(["check", str(write(tmp_path, "good.txt"))]) == 0
    assert "【错误】" not in capsys.readouterr().out


def test_an_error_is_told_in_a_sentence_and_by_the_exit_code(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report_command.main(["check", str(write(tmp_path, "bad.txt", total=120))]) == 1

    out = capsys.readouterr().out
    assert "【错误】工作动态类、通知公告类、其他信息三项合计100条，正文称120条，相差20条" in out


def test_json_holds_numbers_sentences_and_both_sides(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "bad.txt", total=120)
    report_command.main(["check", "--json", str(path)])
    finding = printed(capsys)[0]["findings"][0]

    assert finding["rule"] == "text_sum"
    assert finding["severity"] == "error"
    assert set(finding["numbers"]) == {120, 50, 30, 20, 100}  # type: ignore[call-overload]
    start, end = finding["stated"][0]["span"]  # type: ignore[index]
    assert path.read_text("utf-8")[start:end].endswith("120条")


def test_reading_as_json_includes_the_findings(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    report_command.main(["read", "--json", str(write(tmp_path, "bad.txt", total=120))])

    assert "text_sum" in {each["rule"] for each in printed(capsys)[0]["findings"]}


def test_last_year_is_given_or_found_among_the_files(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    now, last = write(tmp_path, "now.txt"), write(tmp_path, "last.txt", year=2022)
    report_command.main(["check", "--json", str(now), "--previous", str(last)])
    given = {each["rule"] for each in printed(capsys)[0]["findings"]}
    report_command.main(["check", "--json", str(now), str(last)])
    among = {each["rule"] for each in printed(capsys)[0]["findings"]}

    assert "stock" in given
    assert "stock" in among


def test_the_day_of_filing_is_judged(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    report_command.main(["check", "--filed-on", "2024-02-05", str(write(tmp_path, "late.txt"))])

    assert "迟5天" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", "今天天气很好。".encode()])
def test_what_is_no_report_is_said_and_the_others_are_checked(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    bad = tmp_path / "other.txt"
    bad.write_bytes(content)

    assert report_command.main(["check", str(bad), str(write(tmp_path, "good.txt"))]) == 1
    out, err = capsys.readouterr()
    assert "good.txt" in out
    assert "other.txt" in err


def test_a_missing_file_is_said(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report_command.main(["check", str(tmp_path / "no.txt")]) == 1
    assert "no.txt" in capsys.readouterr().err


def test_a_wrong_day_is_wrong_usage(tmp_path: pathlib.Path) -> None:
    assert report_command.main(["check", "--filed-on", "yesterday", str(write(tmp_path, "a.txt"))]) == 2


def test_traditional_text_is_checked_and_shown_as_printed() -> None:
    text = (
        "坪山區2017年政府信息公開年度報告\n區直部門、街道以及駐區單位共發布信息25520條。"
        "其中,區直部門14740條、街道4265條、駐區單位5505條。"
    )
    document = reading.read(text.encode(), name="a.txt")
    given = report_facts.of(document, report_reading.read_report(document))

    assert len(given.text) == len(document.text)
    read = report_checking.Read("a.txt", document, report_reading.read_report(document), given)
    finding = report_checking.check(read, filed_on=datetime.date(2018, 3, 1))[0]
    assert finding.severity == "error"
    assert finding.stated[0].text.endswith("25520條")


def test_the_single_row_of_other_handling_is_told_by_column() -> None:
    """The 2019 form has one row (六)其他处理 whose columns have no statistic of their own."""
    rows = [
        "一、本年新收政府信息公开申请数量 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |",
        "二、上年结转政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |",
        "（一）予以公开 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |",
        "（六）其他处理 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |",
        "（七）总计 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |",
    ]
    text = (
        "云州市财政局2020年政府信息公开工作年度报告\n二、主动公开政府信息情况\n规章 | 本年新制作数量 |\n"
        "三、收到和处理政府信息公开申请情况\n"
        "申请人情况 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n" + "\n".join(rows)
    )
    document = reading.read(text.encode(), name="a.txt")
    given = report_facts.of(document, report_reading.read_report(document))

    assert given.edition == "form-2019"
    assert given.cells["table3.other.natural"].number == 1
    assert given.cells["table3.other.total"].number == 1
    assert [each for each in given.facts if isinstance(each, facts.Fact) and each.cell == "table3.other.other_org"]
