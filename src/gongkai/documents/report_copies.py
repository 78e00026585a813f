"""Text of annual reports copied from last year or from another agency, with the copied passages."""

import bisect
import collections
import dataclasses
import re
import zlib
from collections.abc import Sequence

from gongkai.language import similarity
from gongkai.rules.report_checks import facts

_HAN = re.compile(r"[\u4e00-\u9fff]")
_SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]?")
_PROBLEMS = re.compile(r"问题|改进|不足")
_LAW = re.compile(r"《中华人民共和国政府信息公开条例》|以下简称|现公布|统计期限|勾稽关系|第二十条第")
_LEAST_SENTENCE = 15
_LEAST_PASSAGE = 30
_LEAST_TEXT = 300
_LEAST_CHAPTER = 80
_SHARE_OF_LAST_YEAR = 0.7
_SHARE_OF_ANOTHER = 0.5
_SHARE_OF_PROBLEMS = 0.8
_SHINGLE = 12
_SAMPLE = 8
_CANDIDATE = 0.2
_SHOWN = 60


@dataclasses.dataclass(frozen=True)
class _Own:
    """What an agency wrote itself: the text without headings, tables and the words of the law."""

    report: facts.ReportFacts
    text: str
    starts: tuple[tuple[int, int], ...]
    sample: frozenset[int]

    def place(self, start: int, end: int) -> facts.Place:
        """The place in the report of a passage of `text`, what stands between its sentences included."""
        begin, last = self._original(start), self._original(end - 1) + 1
        return facts.Place(self.report.text[begin:last], begin, last)

    def _original(self, position: int) -> int:
        own, original = self.starts[bisect.bisect_right(self.starts, (position, 1 << 60)) - 1]
        return original + position - own


def from_last_year(report: facts.ReportFacts, previous: facts.ReportFacts) -> list[facts.Finding]:
    """Warnings when most of the text, or the chapter on problems, stands word for word in last year's report."""
    now, then = _own(report), _own(previous)
    found = _problems(report, previous)
    share, passages = _copied(then, now)
    if len(now.text) >= _LEAST_TEXT and share >= _SHARE_OF_LAST_YEAR and passages:
        longest = max(passages, key=lambda each: each.length)
        found.append(_finding(now, then, longest, share, "上年年报", "last year's report"))
    return found


def across(reports: Sequence[facts.ReportFacts]) -> list[list[facts.Finding]]:
    """For each report the warnings about text that also stands in a report of another agency, the closest first.

    Pairs are chosen by sampled runs of twelve characters, so that hundreds of reports are compared in seconds.
    """
    own = [_own(each) for each in reports]
    where: dict[int, list[int]] = collections.defaultdict(list)
    for number, each in enumerate(own):
        for key in each.sample:
            where[key].append(number)
    found: list[list[facts.Finding]] = []
    for number, each in enumerate(own):
        shared = collections.Counter(other for key in each.sample for other in where[key] if other != number)
        findings = []
        for other, count in shared.most_common(3):
            if count < _CANDIDATE * len(each.sample) or _is_same_agency(reports[number], reports[other]):
                continue
            share, passages = _copied(own[other], each)
            if len(each.text) >= _LEAST_TEXT and share >= _SHARE_OF_ANOTHER and passages:
                longest = max(passages, key=lambda passage: passage.length)
                agency = reports[other].agency or reports[other].title or "另一份"
                findings.append(_finding(each, own[other], longest, share, f"“{agency}”的年报", f"that of {agency}"))
        found.append(findings)
    return found


def _own(report: facts.ReportFacts) -> _Own:
    headings = {each.title for each in report.headings}
    begin = min((each.start for each in report.headings if each.level == 1), default=0)
    rows = [fact.place for fact in report.facts if fact.stated == "table"]
    covered = {position for place in rows if place.start >= 0 for position in range(place.start, place.end)}
    text = ""
    starts = []
    for match in _SENTENCE.finditer(report.text, begin):
        words = match.group()
        if len(_HAN.findall(words)) < _LEAST_SENTENCE or _LAW.search(words) or words.strip() in headings:
            continue
        if match.start() in covered or "|" in words:
            continue
        starts.append((len(text), match.start()))
        text += words
    hashes = (zlib.crc32(text[at : at + _SHINGLE].encode()) for at in range(len(text) - _SHINGLE + 1))
    return _Own(report, text, tuple(starts), frozenset(each for each in hashes if each % _SAMPLE == 0))


def _copied(source: _Own, target: _Own) -> tuple[float, list[similarity.Passage]]:
    passages = similarity.copied_passages(source.text, target.text, at_least=_LEAST_PASSAGE)
    letters = sum(each.isalnum() for each in target.text)
    return (sum(each.length for each in passages) / letters if letters else 0.0), passages


def _finding(
    now: _Own, then: _Own, passage: similarity.Passage, share: float, source: str, english: str
) -> facts.Finding:
    here, there = now.place(passage.b_start, passage.b_end), then.place(passage.a_start, passage.a_end)
    shown = re.sub(r"\s+", "", here.text)[:_SHOWN]
    return facts.Finding(
        rule="copied_text",
        severity="warning",
        sentence=f"正文有{share:.0%}与{source}逐字相同，最长一段{passage.length}字：「{shown}…」",
        english=(
            f"{share:.0%} of the text is word for word {english}; the longest passage has {passage.length} characters"
        ),
        stated=(here,),
        against=(there,),
    )


def _problems(report: facts.ReportFacts, previous: facts.ReportFacts) -> list[facts.Finding]:
    now, then = _chapter(report), _chapter(previous)
    if now is None or then is None:
        return []
    body, last = (
        each.text[part.start + len(part.title) : part.end] for each, part in ((report, now), (previous, then))
    )
    if len(_HAN.findall(body)) < _LEAST_CHAPTER or similarity.copied_share(last, body) < _SHARE_OF_PROBLEMS:
        return []
    return [
        facts.Finding(
            rule="copied_problems",
            severity="warning",
            sentence="“存在的主要问题及改进情况”一章与上年年报几乎相同，应写本年的问题和改进",
            english="The chapter on problems and improvements is nearly that of last year's report",
            stated=(facts.Place(body.strip()[:_SHOWN], now.start, now.end),),
            against=(facts.Place(last.strip()[:_SHOWN], then.start, then.end),),
        )
    ]


def _chapter(report: facts.ReportFacts) -> facts.Heading | None:
    return next((each for each in report.headings if each.level == 1 and _PROBLEMS.search(each.title)), None)


def _is_same_agency(first: facts.ReportFacts, second: facts.ReportFacts) -> bool:
    return first.agency is not None and first.agency == second.agency
