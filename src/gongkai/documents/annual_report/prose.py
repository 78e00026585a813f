"""Figures that prose states: each number with its subject, from its clause, its list and its chapter."""

import dataclasses
import re
from collections.abc import Iterable, Iterator

from gongkai.documents.annual_report import absences, passages, report, subjects, vocabulary, wordings

_ALL_ALIKE = re.compile(r"^(.*?)(?:的)?(?:案件|数量|数|申请)?(?:均|都|各|皆)(?:为|是)?#(.*)$")
_YEAR = re.compile(r"(20[0-2]\d)年")
_REPLIED = re.compile(r"(?<=[答回反办])覆|覆(?=文)")  # 覆 stays 覆 when characters are simplified one by one
_ACT = re.compile(r"(?:主动|共|累计|全年)*(?:公开|发布|公布)")
_BOTH_KINDS = re.compile(r"专\(兼\)职")


@dataclasses.dataclass(frozen=True, slots=True)
class Stated:
    """A figure of the folded text: `start:end` is the clause up to the counting word, `number_start` the number."""

    id: str | None
    number: int | float
    unit: str
    label: str
    start: int
    end: int
    is_approximate: bool = False
    is_implied: bool = False
    period: report.Period = "year"
    year: int | None = None


def read(text: str, *, parts: Iterable[tuple[int, int, str]], year: int | None) -> list[Stated]:
    """The figures of `parts` of the folded text: start, end and the heading each stands under."""
    words = vocabulary.load()
    text = _BOTH_KINDS.sub("专、兼、职", _REPLIED.sub("复", text))
    found: list[Stated] = []
    has_total = False
    for start, end, heading in parts:
        about = wordings.topic(heading, words)
        context = subjects.Context(heading, about, about, has_total=has_total, year=year)
        for sentence in passages.sentences(text, start, end):
            found.extend(_read_sentence(sentence, context, words))
        has_total = context.has_total
    return _with_periods(found, year)


def _read_sentence(
    sentence: passages.Sentence, context: subjects.Context, words: vocabulary.Vocabulary
) -> Iterator[Stated]:
    for absence in absences.find(sentence, words, heading=context.heading):
        yield Stated(absence.id, 0, absence.unit, absence.words, absence.start, absence.end, is_implied=True)
    context.verb = "" if not sentence.inside else context.verb
    found = passages.mentions(sentence)
    stated: list[Stated] = []
    for place, mention in enumerate(found):
        context.opens = subjects.opens_enumeration(sentence, mention, found[place + 1 : place + 2])
        if not mention.quantity.unit and mention.local.startswith("#"):
            continue
        stated.extend(_read_mention(mention, sentence, context, words))
    yield from _with_groups(stated, words)
    if not sentence.inside:
        context.topic = wordings.topic(passages.plain(sentence.text), words) or context.topic


def _with_groups(found: list[Stated], words: vocabulary.Vocabulary) -> Iterator[Stated]:
    """市级部门公开5条，县区公开6条: beside another group a group of offices is not the total."""
    is_beside = any(each.id == "disclosed.by_org_group" for each in found)
    for each in found:
        subject = _ACT.split(each.label)[0]
        if is_beside and each.id == "disclosed.total" and words.organisations.fullmatch(subject):
            yield dataclasses.replace(each, id="disclosed.by_org_group", label=subject)
        else:
            yield each


def _read_mention(
    mention: passages.Mention, sentence: passages.Sentence, context: subjects.Context, words: vocabulary.Vocabulary
) -> Iterator[Stated]:
    alike = _ALL_ALIKE.match(mention.local)
    clauses = [mention.local]
    if alike and re.search(r"[、和及与]", alike[1]):
        clauses = [f"{part}#{alike[2]}" for part in re.split(r"[、]|和|及|与|以及", alike[1]) if part]
    for clause in clauses:
        one = dataclasses.replace(mention, local=clause, wide=clause) if len(clauses) > 1 else mention
        name, label, period = subjects.decide(one, sentence, context, words)
        context.last = name or context.last
        context.verb = wordings.verb_of(clause) or context.verb
        if name is None and not mention.quantity.unit and not clause.endswith("#"):
            continue
        yield Stated(
            id=name,
            number=mention.quantity.number,
            unit=mention.quantity.unit,
            label=label or clause.replace("#", ""),
            start=mention.clause_start,
            end=mention.end,
            is_approximate=mention.quantity.is_approximate,
            period=period,
            year=_last_year_named(mention.lead + mention.local.partition("#")[0]),
        )


def _last_year_named(text: str) -> int | None:
    years = _YEAR.findall(text)
    return int(years[-1]) if years else None


def _with_periods(found: list[Stated], year: int | None) -> list[Stated]:
    """A figure of an earlier year is last year's where the same indicator is stated for the year itself too."""
    if year is None:
        return found
    own = {each.id for each in found if each.year == year and each.id}
    result = []
    for each in found:
        is_stated_now = each.id in own and each.period == "year" and each.number
        if each.year is None or each.year >= year or not is_stated_now:
            result.append(each)
            continue
        name = subjects.OF_LAST_YEAR.get(each.id or "", each.id) if each.year == year - 1 else None
        result.append(dataclasses.replace(each, id=name, period="last_year"))
    return result
