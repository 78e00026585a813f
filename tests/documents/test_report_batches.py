"""Many reports at a time: in order whatever the processes, each fault said, progress where somebody waits."""

import io
import json
import pathlib

import pytest

from gongkai.documents import report_batches, report_command

TEXT = "临江市水务局2016年政府信息公开工作年度报告\n全年主动公开政府信息{}条。"


def name_of(file: pathlib.Path) -> str:
    return file.name


def made(folder: pathlib.Path, count: int) -> list[pathlib.Path]:
    files = [folder / f"{number:03d}.txt" for number in range(count)]
    for number, file in enumerate(files):
        file.write_text(TEXT.format(number), encoding="utf-8")
    return files


@pytest.mark.parametrize("jobs", [None, 1, 2])
@pytest.mark.parametrize("count", [0, 3, 30])
def test_answers_keep_the_order_of_the_files(tmp_path: pathlib.Path, count: int, jobs: int | None) -> None:
    files = made(tmp_path, count)

    assert list(report_batches.each_of(files, work=name_of, jobs=jobs)) == [file.name for file in files]


def test_progress_is_a_line_every_tenth_where_nobody_looks_on() -> None:
    said = io.StringIO()
    progress = report_batches.Progress(30, stream=said)
    for _ in range(30):
        progress.step()

    assert said.getvalue().splitlines()[0] == "已读 3/30 份（10%）"
    assert said.getvalue().splitlines()[-1] == "已读 30/30 份（100%）"


def test_progress_of_a_few_files_is_silent() -> None:
    said = io.StringIO()
    progress = report_batches.Progress(3, stream=said)
    progress.step()

    assert said.getvalue() == ""


def test_many_files_are_read_in_processes_and_a_bad_one_is_said(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = made(tmp_path, 24)
    files[5].write_bytes(b"")

    assert report_command.main(["read", "--json", "--jobs", "2", *map(str, files)]) == 1

    shown = capsys.readouterr()
    numbers = [json.loads(line)["values"][0]["value"] for line in shown.out.splitlines()]
    assert numbers == [number for number in range(24) if number != 5]
    assert "005.txt" in shown.err and "已读 24/24 份" in shown.err
