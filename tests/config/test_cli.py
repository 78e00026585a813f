"""The command line: codes, names, and advice instead of tracebacks."""

import pytest
from django.db import OperationalError, ProgrammingError

from gongkai.config import cli


def test_without_a_command_the_overview_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    assert "usage: gongkai COMMAND" in capsys.readouterr().out


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.count(".") >= 1


def test_help_shows_the_name_the_operator_typed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", "--help"]) == 0
    assert "usage: gongkai import [" in capsys.readouterr().out


def test_wrong_options_end_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["tick", "--frobnicate"]) == 2
    assert "--frobnicate" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (OperationalError("no such table: core_appointment"), "gongkai migrate"),
        (ProgrammingError('relation "core_appointment" does not exist\nLINE 1: …'), "gongkai migrate"),
        (OperationalError("connection failed: Connection refused"), "GONGKAI_DATABASE_URL"),
        (OperationalError("unable to open database file"), "GONGKAI_DATABASE_URL"),
    ],
)
def test_a_database_that_is_not_there_is_said_in_a_sentence(error: Exception, advice: str) -> None:
    assert advice in cli._advice(str(error))


def test_any_other_error_of_the_database_is_shown_whole() -> None:
    assert cli._advice('syntax error at or near "SELEC"') == ""
