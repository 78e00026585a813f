"""Every setting and every command is in the manual, and the manual knows no other."""

import re
from pathlib import Path

import pytest

from gongkai.config import cli, environment

OPERATIONS = environment.CHECKOUT / "docs" / "operations"


def documented(file: str, pattern: str) -> set[str]:
    """What the headings or rows of a page of the manual name."""
    return set(re.findall(pattern, (OPERATIONS / file).read_text(encoding="utf-8"), re.MULTILINE))


def test_the_manual_lists_exactly_the_settings_there_are() -> None:
    assert documented("settings.md", r"^\| `(GONGKAI_\w+)` \|") == {setting.name for setting in environment.SETTINGS}


@pytest.mark.parametrize("setting", environment.SETTINGS, ids=lambda setting: setting.name)
def test_the_manual_gives_each_default(setting: environment.Setting) -> None:
    row = next(line for line in _lines("settings.md") if line.startswith(f"| `{setting.name}` |"))
    shown = setting.default.replace(str(environment.CHECKOUT) + "/", "") or "empty"
    assert shown in row.split("|")[2], f"the manual does not give the default {shown!r}"


def _lines(file: str) -> list[str]:
    return Path(OPERATIONS, file).read_text(encoding="utf-8").splitlines()


def test_the_manual_lists_exactly_the_commands_there_are() -> None:
    assert documented("commands.md", r"^## `gongkai ([\w-]+)") == set(cli.COMMANDS)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_answers_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = cli.main([name, "--help"])
    except SystemExit as end:
        code = int(end.code or 0)
    assert code == 0
    assert "usage:" in capsys.readouterr().out.lower()


def test_the_overview_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"  {name} " in said for name in cli.COMMANDS)


def test_an_unknown_command_is_refused_with_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["frobnicate"]) == 2
    assert "there is no command 'frobnicate'" in capsys.readouterr().err
