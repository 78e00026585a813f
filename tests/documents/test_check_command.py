"""`document check` prints findings as JSON or table and blocks by its exit code."""

import json
import pathlib

import pytest

from gongkai.documents import command
from tests.documents import files

NUMBER = "110101199003077758"


@pytest.fixture
def clean(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "附件1.txt"
    path.write_text("云州市供热办法。\n", "utf-8")
    return path


@pytest.fixture
def blocked(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "表.xlsx"

    def fill(book: object) -> None:
        book.create_sheet("底稿").append([NUMBER])  # type: ignore[attr-defined]
        book["底稿"].sheet_state = "hidden"  # type: ignore[index]
        book.active.append(["云政发[2026]5号"])  # type: ignore[attr-defined]

    path.write_bytes(files.workbook(fill))
    return path


def test_one_file_is_one_object_and_blocks(blocked: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["check", "--json", str(blocked)]) == 1

    printed = json.loads(capsys.readouterr().out)
    assert list(printed) == ["findings"]
    kinds = {(each["kind"], each["severity"]) for each in printed["findings"]}
    assert {("hidden_sheet", "block"), ("identity_number", "block"), ("bracket", "warn")} <= kinds
    assert all(set(each) == {"kind", "severity", "where", "text", "message"} for each in printed["findings"])


def test_several_files_are_a_list(
    clean: pathlib.Path, blocked: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["check", "--json", str(clean), str(blocked)]) == 1

    printed = json.loads(capsys.readouterr().out)
    assert [each["file"] for each in printed] == ["附件1.txt", "表.xlsx"]
    assert printed[0]["findings"] == []


def test_table_masks_numbers_and_a_clean_file_ends_with_zero(
    clean: pathlib.Path, blocked: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["check", str(clean)]) == 0
    assert "阻止发布 0 处" in capsys.readouterr().out

    assert command.main(["check", str(blocked)]) == 1
    printed = capsys.readouterr().out
    assert "隐藏工作表" in printed
    assert "110*************58" in printed


def test_files_checked_together_are_each_others_attachments(tmp_path: pathlib.Path, clean: pathlib.Path) -> None:
    letter = tmp_path / "通知.txt"
    letter.write_text("现印发给你们。\n附件：1.云州市供热办法\n", "utf-8")
    capture = command.main(["check", "--json", str(letter), str(clean)])
    assert capture == 0


def test_a_list_of_phrases_is_used_and_a_wrong_one_refused(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter, given = tmp_path / "通知.txt", tmp_path / "短语.txt"
    letter.write_text("请登陆网站办理。\n", "utf-8")
    given.write_text("登陆→登录\n", "utf-8")
    assert command.main(["check", "--json", "--phrases", str(given), str(letter)]) == 0
    assert [each["kind"] for each in json.loads(capsys.readouterr().out)["findings"]] == ["phrase"]

    given.write_text("一→二→三\n", "utf-8")
    assert command.main(["check", "--phrases", str(given), str(letter)]) == 2
    assert command.main(["check", "--phrases", str(tmp_path / "无"), str(letter)]) == 2
    assert "短语表" in capsys.readouterr().err


def test_a_missing_and_a_huge_file_are_findings(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    huge = tmp_path / "大.pdf"
    with huge.open("wb") as stream:
        stream.truncate(60 * 1024 * 1024)
    assert command.main(["check", "--json", str(tmp_path / "没有.docx"), str(huge)]) == 1
    printed = json.loads(capsys.readouterr().out)
    assert [each["findings"][0]["kind"] for each in printed] == ["unreadable", "too_large"]
