"""`gongkai deadline` answers for anyone: plain data into a pipe, sentences for people, faults in a clerk's words."""

import json
import subprocess
import sys

import pytest

from gongkai.rules import deadline_command, ledgers

WORDS = (
    "--regime 2019 --received 2024-09-13 --entry correction_sent:2024-09-20 --entry correction_received:2024-10-08 "
    "--entry third_party_asked:2024-10-10 --entry third_party_answered:2024-10-17 --entry extended:20"
)


def test_it_prints_due_day_and_steps(capsys: pytest.CaptureFixture[str]) -> None:
    assert deadline_command.main([*WORDS.split(), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["due_on", "provisional", "steps"]
    assert (told["due_on"], told["provisional"]) == ("2024-12-10", False)
    assert all(set(each) == {"on", "what", "article"} for each in told["steps"])
    assert len(told["steps"]) == 7


def test_into_a_pipe_it_prints_json_without_being_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert deadline_command.main(["--received", "2024-09-13"]) == 0
    assert json.loads(capsys.readouterr().out)["due_on"] == "2024-10-17"


def test_for_people_it_prints_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    assert deadline_command.main([*WORDS.split(), "--on", "2024-11-12", "--text"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("最迟答复日 2024-12-10\n")
    assert "《政府信息公开条例》第三十条" in said
    assert "已用20个工作日" in said


def test_a_provisional_day_is_said_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert deadline_command.main(["--received", "2026-12-20", "--text"]) == 0
    assert "尚未公布放假安排" in capsys.readouterr().out


def test_a_day_adds_the_state(capsys: pytest.CaptureFixture[str]) -> None:
    words = "--received 2024-09-13 --entry third_party_asked:2024-09-20 --on 2024-10-17 --json"
    assert deadline_command.main(words.split()) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["due_on", "provisional", "steps", "state"]
    assert told["state"]["code"] == "running"
    assert told["state"]["silent"][0]["party"] == "third_party"


def test_while_the_applicant_corrects_there_is_no_due_day(capsys: pytest.CaptureFixture[str]) -> None:
    words = "--received 2024-09-13 --entry correction_sent:2024-09-20 --entry correction_limit:2024-10-08"
    assert deadline_command.main([*words.split(), "--json", "--on", "2024-10-09"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["due_on"] is None
    assert told["state"]["code"] == "correction_lapsed"
    assert deadline_command.main([*words.split(), "--text"]) == 0
    assert "没有正在计算的答复期限" in capsys.readouterr().out


PAIRS = [
    ("third_party_asked:2024-09-20:2024-09-27", "third_party_asked:2024-09-20 third_party_answered:2024-09-27"),
    ("comaker_asked:2024-09-20:2024-09-27", "comaker_asked:2024-09-20 comaker_answered:2024-09-27"),
    ("correction_sent:2024-09-20:2024-09-27", "correction_sent:2024-09-20 correction_received:2024-09-27"),
    ("fee_noticed:2024-09-20:2024-09-27", "fee_noticed:2024-09-20 fee_paid:2024-09-27"),
]


@pytest.mark.parametrize(("pair", "two"), PAIRS)
def test_a_second_date_ends_what_the_first_began(pair: str, two: str) -> None:
    assert deadline_command.entries([pair], 20) == deadline_command.entries(two.split(), 20)


EXTENSIONS = [
    ("extended:15", None, 15, None),
    ("extended:2024-10-10", "2024-10-10", 20, None),
    ("extended:2024-10-10:15", "2024-10-10", 15, None),
    ("extended:15:2024-10-10", "2024-10-10", 15, None),
    ("extended:2024-10-10:2024-11-01", "2024-10-10", None, "2024-11-01"),
]


@pytest.mark.parametrize(("word", "on", "days", "until"), EXTENSIONS)
def test_an_extension_is_written_in_days_or_dates(word: str, on: str | None, days: int | None, until: str) -> None:
    (entry,) = deadline_command.entries([word], 20)
    assert (entry.on.isoformat() if entry.on else None) == on
    assert entry.working_days == days
    assert (entry.until_on.isoformat() if entry.until_on else None) == until


def test_the_longest_extension_is_that_of_the_regime(capsys: pytest.CaptureFixture[str]) -> None:
    assert deadline_command.main(["--received", "2018-12-03", "--entry", "extended:2018-12-10", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["due_on"] == "2019-01-15"


def test_a_delayed_term_is_agreed_until_a_day() -> None:
    assert deadline_command.entries(["delayed_term:2024-09-20:2025-01-10"], 20)[0].until_on is not None
    assert deadline_command.entries(["delayed_term:2024-09-20:30"], 20)[0].working_days == 30


USAGE = [
    ("--received 2024-13-01", "不是日期"),
    ("--received yesterday", "不是日期"),
    ("--received 2024-09-13 --entry sung:2024-09-20", "可用的种类"),
    ("--received 2024-09-13 --entry third_party_asked", "应写成"),
    ("--received 2024-09-13 --entry third_party_asked:2024-09-20:2024-09-21:2024-09-22", "应写成"),
    ("--received 2024-09-13 --entry third_party_asked:soon", "不是日期"),
    ("--received 2024-09-13 --entry answered:2024-09-20:2024-09-21", "只能写一个日期"),
    ("--received 2024-09-13 --entry extended:many", "不是日期"),
    ("--received 2024-09-13 --entry correction_limit:2024-09-20", "之前没有 correction_sent"),
    ("--received 2024-09-13 --on soon", "不是日期"),
    ("--received 2024-09-13 --regime 1999", "没有这部条例"),
    ("--received 2024-09-13 --channel pigeon", "invalid choice"),
    ("--received 2008-04-30", "2008年5月1日"),
    ("", "--received"),
]


@pytest.mark.parametrize(("words", "says"), USAGE)
def test_what_cannot_be_read_is_wrong_usage(words: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert deadline_command.main(words.split()) == 2
    captured = capsys.readouterr()
    assert says in captured.err
    assert captured.out == ""


IMPOSSIBLE = [
    ("--received 2024-09-13 --entry third_party_answered:2024-09-20", "2024年9月20日收到第三方意见"),
    ("--received 2024-09-13 --entry extended:30", "延长答复期限"),
    ("--received 2060-12-20", "工作日历"),
]


@pytest.mark.parametrize(("words", "says"), IMPOSSIBLE)
def test_what_cannot_stand_is_named(words: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert deadline_command.main(words.split()) == 1
    captured = capsys.readouterr()
    assert says in captured.err
    assert captured.out == ""


def test_the_regime_may_be_written_with_its_letter(capsys: pytest.CaptureFixture[str]) -> None:
    assert deadline_command.main(["--regime", "R2008", "--received", "2019-06-03", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["due_on"] == "2019-06-25"


def test_help_names_the_kinds_of_entry(capsys: pytest.CaptureFixture[str]) -> None:
    assert deadline_command.main(["--help"]) == 0
    said = "".join(capsys.readouterr().out.split())
    assert all(each.id in said for each in ledgers.kinds())


def test_it_starts_without_django() -> None:
    code = (
        "import sys; from gongkai.config import cli; "
        "code = cli.main(['deadline', '--received', '2024-09-13']); "
        "sys.exit(code or 'django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONPATH": "src"})
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["due_on"] == "2024-10-17"
