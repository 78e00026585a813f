"""`gongkai fee` answers for anyone: the sum and its steps, by items or by pages, never both."""

import json

import pytest

from gongkai.rules import fee_command

ANSWERS = [
    ("--items 12", 200),
    ("--items 35", 3000),
    ("--items 5 --already 9", 400),
    ("--pages 120", 1100),
    ("--pages 250", 4700),
    ("--items 0", 0),
]


@pytest.mark.parametrize(("words", "yuan"), ANSWERS)
def test_it_prints_the_sum_and_its_steps(words: str, yuan: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert fee_command.main([*words.split(), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["amount_yuan", "steps"]
    assert told["amount_yuan"] == yuan == sum(each["amount_yuan"] for each in told["steps"])
    assert fee_command.main(words.split()) == 0
    assert json.loads(capsys.readouterr().out) == told


def test_for_people_it_prints_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    assert fee_command.main(["--pages", "120", "--text"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("信息处理费 1100 元")
    assert "第101页至第120页，共20页，每页20元，计400元。（国办函〔2020〕109号第五条）" in said


@pytest.mark.parametrize(
    "words", ["", "--items 1 --pages 1", "--items many", "--pages 3 --already 2", "--items 1 --on soon"]
)
def test_wrong_usage(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert fee_command.main(words.split()) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("words", "says"), [("--items -1", "不能小于0"), ("--items 12 --on 2020-06-01", "没有标准")])
def test_what_cannot_be_charged_is_said(words: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert fee_command.main(words.split()) == 1
    assert says in capsys.readouterr().err
