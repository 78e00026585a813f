"""Zeros said in words: 未收到申请, 没有发生行政复议, 复议、诉讼均为零, a chapter that only says 无."""

import dataclasses
import re
from collections.abc import Iterator

from gongkai.documents.annual_report import passages, vocabulary

_CLAUSE = re.compile(r"[^,;。!?:\n]+")
_NOUGHT = re.compile(
    r"(?:均|都|各|皆)?(?:为|是|实现)?(?:零|〇)(?:件|宗|起|次|人次|条|元|申请|诉讼|复议|投诉|收费|发生)?(?![一-龥]*[一二三四五六七八九十])$"
)
_NOTHING = re.compile(
    r"(?:本年度?|全年|20\d\d年度?|无此类|暂|均|此项)?(?:无|没有|未发生)(?:此类情况|相关情况|此项|发生|此类事项|情况)?"
)
_ONLY_MODIFIES = ("reconsideration.total", "litigation.total", "complaints.total", "complaints.appeals", "fees.amount")


@dataclasses.dataclass(frozen=True, slots=True)
class Absence:
    """`start:end` of the folded text says that there was none of `id`."""

    id: str
    unit: str
    start: int
    end: int
    words: str


def find(sentence: passages.Sentence, words: vocabulary.Vocabulary, *, heading: str) -> Iterator[Absence]:
    """The zeros one sentence says in words; `heading` is the heading it stands under."""
    for clause in _CLAUSE.finditer(sentence.text):
        text = passages.plain(clause.group())
        start = sentence.start + clause.start()
        end = sentence.start + clause.end()
        for name in _denied(text, words.absence, heading):
            yield Absence(name, words.absence.units.get(name, "件"), start, end, text)


def _denied(text: str, absence: vocabulary.Absence, heading: str) -> list[str]:
    if not text or re.search(r"[1-9]", re.sub(r"20\d\d年?度?|\d+月|\d+日|第?\d+号", "", text)):
        return []
    if _NOTHING.fullmatch(text):
        return _subjects(heading, absence)
    if _NOUGHT.search(text):
        return _subjects(text, absence)
    denial = absence.denials.search(text)
    while denial is not None and absence.not_when.match(text, denial.start()):
        denial = absence.denials.search(text, denial.end())
    if denial is None:
        return []
    found = _subjects(text[denial.end() - 1 :], absence)
    if not found and denial.end() >= len(text) - 2:
        found = _subjects(text[: denial.start()], absence)
    return found


def _subjects(text: str, absence: vocabulary.Absence) -> list[str]:
    found = [name for name, pattern in absence.subjects.items() if pattern.search(text)]
    if any(name in found for name in _ONLY_MODIFIES):
        found = [name for name in found if name != "requests.received.total"]
    if "fees.amount" in found and len(found) > 1:
        found = ["fees.amount"]
    return found
