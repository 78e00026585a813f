"""`document read` prints a table or JSON, and says in words and by its exit code what could not be read."""

import json
import pathlib
import subprocess
import sys

import pytest

from gongkai.documents import command

LETTER = "云州市供热办法\n云政〔2021〕3号\n各县区：\n请贯彻执行本办法，做好供热工作。\n云州市人民政府\n2021年6月8日\n"


@pytest.fixture
def letter(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "办法.txt"
    path.write_text(LETTER, "utf-8")
    return path


def test_json_has_metadata_body_and_warnings(letter: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["read", "--json", str(letter)]) == 0

    printed = json.loads(capsys.readouterr().out)
    assert printed["metadata"]["doc_no"] == "云政〔2021〕3号"
    assert printed["metadata"]["written_date"] == "2021-06-08"
    assert printed["body"].startswith("各县区")
    assert printed["warnings"] == []


def test_table_names_fields_in_chinese(letter: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["read", str(letter)]) == 0

    printed = capsys.readouterr().out
    assert "发布机构" in printed
    assert "云州市人民政府" in printed


def test_unreadable_file_is_named_and_the_others_are_read(
    letter: pathlib.Path, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "空.docx"
    empty.write_bytes(b"")

    assert command.main(["read", "--json", str(empty), str(tmp_path / "没有.txt"), str(letter)]) == 1

    printed = capsys.readouterr()
    assert "空.docx" in printed.err
    assert "重新上传" in printed.err
    assert "没有.txt" in printed.err
    assert json.loads(printed.out)["file"] == "办法.txt"


def test_file_of_60_megabytes_is_not_even_opened(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    large = tmp_path / "大.pdf"
    with large.open("wb") as stream:
        stream.truncate(60 * 1024 * 1024)

    assert command.main(["read", str(large)]) == 1
    assert "超过上限" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["read"], ["write", "x"]])
def test_wrong_usage_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(arguments) == 2


def test_help_ends_with_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["read", "--help"]) == 0
    assert "FILE" in capsys.readouterr().out


def test_text_file_needs_no_heavy_library(letter: pathlib.Path) -> None:
    program = (
        "import sys; from gongkai.documents import command; "
        f"command.main(['read', {str(letter)!r}]); "
        "print([name for name in ('pdfplumber', 'docx', 'openpyxl', 'lxml', 'django') if name in sys.modules])"
    )
    source = pathlib.Path(command.__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(source)}
    )

    assert run.stdout.splitlines()[-1] == "[]"
