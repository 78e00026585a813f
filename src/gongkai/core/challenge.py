"""A small piece of work that a browser does before a public form is taken in, and a question in words instead.

No third party and no cookie: both carry their own signature, are bound to the form they were made for, and expire.
The work: find a number so that SHA-256 of `text:number` begins with so many zero bits. The question can be answered by
anybody who reads Chinese, with whatever device. Both only make floods dear; nobody is told apart by them.
"""

import datetime
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from django.conf import settings

BITS = 16
LIFE = datetime.timedelta(hours=2)
_DIGITS = "零一二三四五六七八九"
_TENS = "十"


@dataclass(frozen=True)
class Work:
    """What the browser is given: the text, how many zero bits are wanted, and what it hands back beside the number."""

    text: str
    bits: int


@dataclass(frozen=True)
class Question:
    """A question in words; `token` comes back with the answer."""

    words: str
    token: str


def work(form: str, *, at: datetime.datetime, bits: int = BITS) -> Work:
    """A piece of work for one form. `form` is a secret of that form and is not told."""
    ends = int((at + LIFE).timestamp())
    text = f"{secrets.token_hex(8)}.{ends}.{bits}"
    return Work(f"{text}.{_sign('work', form, text)}", bits)


def is_done(answer: str, form: str, *, at: datetime.datetime) -> bool:
    """Whether `text:number` is a piece of work made for this form, in time and done."""
    text, _colon, number = answer.rpartition(":")
    stem, _dot, signature = text.rpartition(".")
    parts = stem.split(".")
    if len(parts) != 3 or len(number) > 20 or not number.isdecimal():
        return False
    if not _is_same(signature, _sign("work", form, stem)) or int(parts[1]) < at.timestamp():
        return False
    digest = hashlib.sha256(answer.encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - int(parts[2])) == 0


def question(form: str, *, at: datetime.datetime) -> Question:
    """A question for one form: a sum in Chinese words, answered in figures or in words."""
    first, second = secrets.randbelow(8) + 2, secrets.randbelow(8) + 2
    ends = int((at + LIFE).timestamp())
    stem = f"{secrets.token_hex(4)}.{ends}"
    words = f"{_DIGITS[first]}加{_DIGITS[second]}等于几？"
    return Question(words, f"{stem}.{_sign('question', form, f'{stem}.{first + second}')}")


def is_right(answer: str, token: str, form: str, *, at: datetime.datetime) -> bool:
    """Whether an answer to the question with this token is right and in time."""
    stem, _dot, signature = token.rpartition(".")
    ends = stem.rpartition(".")[2]
    number = _number(answer)
    if number is None or not ends.isdecimal() or int(ends) < at.timestamp():
        return False
    return _is_same(signature, _sign("question", form, f"{stem}.{number}"))


def _number(answer: str) -> int | None:
    """A number up to nineteen, in figures of any width or in Chinese words."""
    plain = "".join(answer.split())
    if plain.isdecimal() and len(plain) <= 3:
        return int(plain)
    before, tens, after = plain.partition(_TENS)
    if any(len(each) > 1 or each not in _DIGITS for each in (before, after) if each) or not plain:
        return None
    ones = _DIGITS.index(after or "零") if tens else _DIGITS.index(before)
    return (_DIGITS.index(before) if before else 1) * 10 + ones if tens else ones


def _is_same(given: str, right: str) -> bool:
    # As bytes: what is given may hold any character.
    return hmac.compare_digest(given.encode(), right.encode())


def _sign(kind: str, form: str, text: str) -> str:
    words = f"{kind}\n{form}\n{text}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), b"gongkai challenge" + words, hashlib.sha256).hexdigest()[:32]
