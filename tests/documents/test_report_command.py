"""`gongkai report read`: for people, for programs, and the exit codes."""

import json
import pathlib

import pytest

from gongkai.documents import report_command
from tests.documents.annual_report import printed


@pytest.fixture
def page(tmp_path: pathlib.Path) -> pathlib.Path:
    file = tmp_path / "a.html"
    file.write_bytes(printed.html(printed.report("2021", seed=4)))
    return file


def test_json_is_one_object_a_file(page: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report_command.main(["read", "--json", str(page), str(page)]) == 0

    lines = capsys.readouterr().out.splitlines()
    content = json.loads(lines[0])
    assert len(lines) == 2
    assert (content["agency"], content["year"], content["edition"]) == ("临江市水务局", 2023, "2021")
    assert {value["id"]: value["value"] for value in content["values"]} == printed.report("2021", seed=4).figures


def test_json_keeps_what_fits_no_indicator_and_last_year_apart(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.txt"
    text = (
        "某局2016年政府信息公开工作年度报告\n"
        "去年同期收到政府信息公开申请3件，今年收到政府信息公开申请4件，发放手册90册。"
    )
    file.write_text(text, encoding="utf-8")

    report_command.main(["read", "--json", str(file)])

    content = json.loads(capsys.readouterr().out)
    assert [(each["id"], each["value"]) for each in content["values"]] == [("requests.received.total", 4)]
    assert [(each["label"], each["value"]) for each in content["others"]] == [
        ("去年同期收到政府信息公开申请", 3),
        ("发放手册", 90),
    ]


def test_people_see_title_figures_and_words(page: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report_command.main(["read", str(page)]) == 0

    shown = capsys.readouterr().out
    assert "临江市水务局2023年政府信息公开工作年度报告" in shown
    assert "行政许可" in shown


def test_a_file_that_cannot_be_read_is_said_and_the_others_are_read(
    page: pathlib.Path, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "b.txt"
    empty.write_bytes(b"")

    assert report_command.main(["read", str(empty), str(tmp_path / "none.txt"), str(page)]) == 1

    shown = capsys.readouterr()
    assert "b.txt" in shown.err and "none.txt" in shown.err
    assert "临江市水务局" in shown.out


def test_wrong_usage_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert report_command.main(["read"]) == 2
    assert capsys.readouterr().err
