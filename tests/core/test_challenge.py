"""The piece of work and the question: bound to their form, in time, hard to forge."""

import pytest

from gongkai.core import challenge
from tests.factories import clock

FORM = "secret of a form"


def solved(work: challenge.Work) -> str:
    return next(f"{work.text}:{n}" for n in range(10**6) if challenge.is_done(f"{work.text}:{n}", FORM, at=clock.NOW))


def test_work_that_was_done_is_taken_for_its_form_and_time_only() -> None:
    answer = solved(challenge.work(FORM, at=clock.NOW, bits=8))
    assert not challenge.is_done(answer, "another form", at=clock.NOW)
    assert not challenge.is_done(answer, FORM, at=clock.NOW + 2 * challenge.LIFE)


def test_work_cannot_be_made_lighter() -> None:
    text = challenge.work(FORM, at=clock.NOW, bits=20).text
    stem, _dot, signature = text.rpartition(".")
    lighter = f"{stem.rpartition('.')[0]}.1.{signature}"
    assert not any(challenge.is_done(f"{lighter}:{n}", FORM, at=clock.NOW) for n in range(50))


@pytest.mark.parametrize("answer", ["", ":", "a.b.c.d:1", "x:1", "...:5", "1.2.3.4:" + "9" * 30, "二.二.二.二:1"])
def test_rubbish_is_no_work(answer: str) -> None:
    assert not challenge.is_done(answer, FORM, at=clock.NOW)


def test_a_question_is_answered_in_figures_or_words() -> None:
    asked = challenge.question(FORM, at=clock.NOW)
    digits = "零一二三四五六七八九"
    right = digits.index(asked.words[0]) + digits.index(asked.words[2])
    tens, ones = divmod(right, 10)
    words = (("十" if tens else "") + (digits[ones] if ones else "")) or "零"
    for answer in (str(right), f" {right} ", words, chr(0xFF10 + right) if right < 10 else str(right)):
        assert challenge.is_right(answer, asked.token, FORM, at=clock.NOW), answer
    for answer in ("", "99", "十十", "很多", str(right + 1), "-1", "１" * 9):
        assert not challenge.is_right(answer, asked.token, FORM, at=clock.NOW), answer
    assert not challenge.is_right(str(right), asked.token, "another form", at=clock.NOW)
    assert not challenge.is_right(str(right), asked.token, FORM, at=clock.NOW + 2 * challenge.LIFE)
    assert not challenge.is_right(str(right), "forged", FORM, at=clock.NOW)
