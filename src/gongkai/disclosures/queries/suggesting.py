"""What column, duty, topic and attribute a new text probably has: told from its words and from what was done before.

Scores over the agency's latest items; nothing is learned or kept, and every suggestion says why in a few words.
"""

import collections
import dataclasses
import datetime
import functools
import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from gongkai.catalog.models import Column, Obligation, Term
from gongkai.disclosures.models import Item, Revision
from gongkai.documents.header import labels
from gongkai.language import segmentation
from gongkai.orgs.models import Agency
from gongkai.rules import attributes, document_numbers

LOOKED_AT = 300
KEPT_BACK = 60
MOST = 3
_NEIGHBOURS = 15
_LEAST = 0.12
_SURE = 0.5
_WORDS, _KIND, _SERIES = 0.55, 0.25, 0.2
_NAMED = 0.6
_WHOLE = 4
_TAIL = re.compile(r"[（(【〔\[][^（()）】〕\]]{0,20}[）)】〕\]]\s*$|[》”\"’'\s]+$")
_COMMON = frozenset("关于 的 和 及 与 等 有关 做好 进一步 开展 工作 印发 年 月 日 第 号".split())  # noqa: SIM905


@dataclasses.dataclass(frozen=True)
class Past:
    """An item of before, as far as a suggestion needs it."""

    title: str
    doc_no: str
    column: int | None
    obligation: int | None
    topic: str
    attribute: str
    reason: str
    words: frozenset[str]
    kind: str
    series: str


@dataclasses.dataclass(frozen=True)
class Suggestion:
    """One choice for a field: what the form takes, its name, why it is proposed, and how sure that is (0 to 1)."""

    value: str
    label: str
    why: str
    weight: float

    @property
    def is_sure(self) -> bool:
        """Whether it may stand in the form before anybody chose."""
        return self.weight >= _SURE


@dataclasses.dataclass(frozen=True)
class Suggestions:
    """At most three for each field, the likeliest first; `reason` goes with the attribute suggested first."""

    column: tuple[Suggestion, ...] = ()
    obligation: tuple[Suggestion, ...] = ()
    topic: tuple[Suggestion, ...] = ()
    attribute: tuple[Suggestion, ...] = ()
    reason: str = ""


def past(agency: Agency) -> list[Past]:
    """The agency's latest public items, and the latest that were cleared without being for the public. One query."""
    fields = ("title", "doc_no", "column_id", "obligation_id", "topic", "attribute", "attribute_reason")
    public = Item.objects.filter(agency=agency, first_published_at__isnull=False, public_revision__isnull=False)
    back = Item.objects.filter(agency=agency, state=Item.State.CLEARED, revision__isnull=False)
    back = back.exclude(revision__attribute=Revision.Attribute.OPEN)
    newest = Item.objects.filter(pk__in=public.order_by("-first_published_at", "-id").values("pk")[:LOOKED_AT])
    kept = Item.objects.filter(pk__in=back.order_by("-changed_at", "-id").values("pk")[:KEPT_BACK])
    rows = newest.order_by().values_list("first_published_at", *(f"public_revision__{name}" for name in fields))
    others = kept.order_by().values_list("changed_at", *(f"revision__{name}" for name in fields))
    found = sorted(rows.union(others, all=True), key=lambda row: row[0], reverse=True)
    return [of_past(*row[1:]) for row in found]


def of_past(
    title: str, doc_no: str, column: int | None, obligation: int | None, topic: str, attribute: str, reason: str
) -> Past:
    """A past item with what its title tells."""
    return Past(
        title, doc_no, column, obligation, topic, attribute, reason, words_of(title), kind_of(title), series_of(doc_no)
    )


def words_of(text: str) -> frozenset[str]:
    """The words of a title that tell what it is about."""
    found = (word.strip() for word in segmentation.cut(text))
    return frozenset(word for word in found if len(word) > 1 and word not in _COMMON and not word.isdigit())


def kind_of(title: str) -> str:
    """通知, 公告, … at the end of a title, whatever brackets follow; empty where it ends in none of them."""
    plain, before = title.strip(), ""
    while plain != before:
        before, plain = plain, _TAIL.sub("", plain)
    return next((each for each in _kinds() if plain.endswith(each)), "")


@functools.cache
def _kinds() -> tuple[str, ...]:
    return tuple(sorted(labels.table().words["document_types"], key=lambda each: (-len(each), each)))


def series_of(doc_no: str) -> str:
    """The agency's abbreviation in a document number: 云政办函."""
    number = document_numbers.normalise(doc_no) if doc_no else None
    return number.org if number else ""


def suggest(
    *,
    title: str,
    doc_no: str,
    text: str,
    before: Sequence[Past],
    columns: Sequence[Column],
    obligations: Iterable[Obligation],
    topics: Iterable[Term],
    on: datetime.date,
) -> Suggestions:
    """At most three suggestions a field. No query: what may be chosen and what was done before are given."""
    new = of_past(title, doc_no, None, None, "", "", "")
    near = _nearest(new, before)
    head = text[:400]
    shelves = {str(each.pk): each.name for each in columns}
    shown = _told_apart(columns)
    duties = list(obligations)
    found = _Scores(new, near, before)
    column = found.of(lambda row: str(row.column or ""), shown, _named(title, head, shelves))
    titles = {str(each.pk): f"{each.code} {each.title}" for each in duties}
    by_column = column[0].value if column else ""
    below = {str(each.pk) for each in duties if str(each.column_id) == by_column}
    matter = {str(each.pk): each.title for each in duties}
    obligation = found.of(lambda row: str(row.obligation or ""), titles, _named(title, head, matter, favoured=below))
    subjects = {each.code: each.label for each in topics}
    topic = found.of(lambda row: row.topic, subjects, _named(title, head, subjects))
    attribute, reason = _attributes(found, new, on=on)
    return Suggestions(column, obligation, topic, attribute, reason)


def _told_apart(columns: Sequence[Column]) -> dict[str, str]:
    """Names of columns, with that of the column above (joined) where several bear the same."""
    spread = collections.Counter(each.name for each in columns)
    return {
        str(each.pk): f"{each.parent.name} › {each.name}" if spread[each.name] > 1 and each.parent else each.name
        for each in columns
    }


def _nearest(new: Past, before: Sequence[Past]) -> list[tuple[float, Past]]:
    """The past items most like a new one, with how like they are (0 to 1); rare words count more than common ones."""
    spread = collections.Counter(word for row in before for word in row.words)
    total = len(before) + 1
    weight = {word: math.log(1 + total / (1 + spread[word])) for word in new.words}
    whole = sum(weight.values()) or 1.0
    scored = []
    for row in before:
        shared = sum(weight[word] for word in new.words & row.words) / whole
        score = _WORDS * shared
        score += _KIND if new.kind and new.kind == row.kind else 0.0
        score += _SERIES if new.series and new.series == row.series else 0.0
        if score >= _LEAST:
            scored.append((score, row))
    scored.sort(key=lambda pair: -pair[0])
    return scored[:_NEIGHBOURS]


def _named(
    title: str, text: str, names: Mapping[str, str], *, favoured: Collection[str] = ()
) -> dict[str, tuple[float, str]]:
    """Choices whose own name stands in the title's matter: how much of it, words of few names counting most.

    What stands before 关于 is the agency and tells nothing. In the text only a whole name counts.
    """
    matter = title.partition("关于")[2] or title
    parts = {value: words_of(name) for value, name in names.items()}
    spread = collections.Counter(word for each in parts.values() for word in each)
    found: dict[str, tuple[float, str]] = {}
    for value, own in parts.items():
        weight = {word: math.log(1 + len(parts) / spread[word]) for word in own}
        shared = [word for word in own if word in matter]
        share = sum(weight[word] for word in shared) / (sum(weight.values()) or 1.0)
        if len(names[value]) >= _WHOLE and names[value] in text:
            share, shared = max(share, 0.7), shared or [names[value]]
        if share >= 0.5 or (shared and value in favoured):
            found[value] = (
                _NAMED * share + (0.2 if value in favoured else 0.0),
                "、".join(sorted(shared, key=len)[-2:]),
            )
    return found


@dataclasses.dataclass(frozen=True)
class _Scores:
    """Choices scored by the items nearest to a new one."""

    new: Past
    near: Sequence[tuple[float, Past]]
    before: Sequence[Past]

    def of(
        self,
        value_of: Callable[[Past], str],
        choices: Mapping[str, str],
        named: Mapping[str, tuple[float, str]],
    ) -> tuple[Suggestion, ...]:
        """The likeliest values that may still be chosen."""
        votes: dict[str, float] = collections.defaultdict(float)
        for score, row in self.near:
            votes[value_of(row)] += score
        total = sum(votes.values()) or 1.0
        strength = min(1.0, self.near[0][0] * 1.6) if self.near else 0.0
        found = []
        for value in {*votes, *named}:
            if value not in choices:
                continue
            done = strength * votes.get(value, 0.0) / total
            by_name, shared = named.get(value, (0.0, ""))
            weight = 1 - (1 - done) * (1 - min(by_name, 0.8))
            why = self.why(value, value_of) if done >= by_name else _("“%(words)s” stands in it") % {"words": shared}
            if weight >= _LEAST and why:
                found.append(Suggestion(value, choices[value], why, round(weight, 3)))
        found.sort(key=lambda each: (-each.weight, each.label))
        return tuple(found[:MOST])

    def why(self, value: str, value_of: Callable[[Past], str]) -> str:
        """What the past items of this value share with the new one, counted."""
        new = self.new
        tests: tuple[tuple[str, Callable[[Past], bool]], ...] = (
            (_("“%(name)s”") % {"name": new.kind}, lambda row: bool(new.kind) and row.kind == new.kind),
            (_("numbered %(name)s") % {"name": new.series}, lambda row: bool(new.series) and row.series == new.series),
        )
        for words, alike in tests:
            same = [row for row in self.before if alike(row)]
            here = sum(value_of(row) == value for row in same)
            if here >= 2 and here * 2 >= len(same):
                if here == len(same):
                    return _("like your agency's last %(n)d %(words)s") % {"n": here, "words": words}
                numbers = {"n": here, "all": len(same), "words": words}
                return _("like %(n)d of your agency's last %(all)d %(words)s") % numbers
        nearest = next((row for _score, row in self.near if value_of(row) == value), None)
        return _("like “%(title)s”") % {"title": _short(nearest.title)} if nearest else ""


def _short(title: str) -> str:
    return title if len(title) <= 24 else title[:23] + "…"


def _attributes(found: _Scores, new: Past, *, on: datetime.date) -> tuple[tuple[Suggestion, ...], str]:
    """Attributes by what was done before; a request or minutes are seldom public, whatever was done."""
    known = {str(value): str(label) for value, label in Revision.Attribute.choices}
    named: dict[str, tuple[float, str]] = {}
    reason = ""
    if new.kind in {"请示", "纪要", "议案"}:
        named[Revision.Attribute.CLOSED] = (0.75, new.kind)
        process = (each for each in attributes.reasons(attributes.CLOSED, on) if each.code == "process")
        reason = next((each.label for each in process), "")
    choices = found.of(lambda row: row.attribute, known, named)
    if choices and choices[0].value != Revision.Attribute.OPEN:
        used = (row.reason for _score, row in found.near if row.attribute == choices[0].value and row.reason)
        reason = next(used, reason)
    else:
        reason = ""
    return choices, reason
