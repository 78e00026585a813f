"""Which agency to ask: suggested from what was written and from who published the like, doubted when it looks wrong."""

import collections
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.foi.queries.published import Match
from gongkai.language import analysis, folding
from gongkai.orgs.models import Agency, AgencyChange

MOST = 4
_SHORTEST_NAME = 3
_MAKER = "《政府信息公开条例》第十条"
_NOT_OURS = "《政府信息公开条例》第三十六条第五项"


@dataclass(frozen=True)
class Suggestion:
    """An agency that may hold what is wanted, and why we think so."""

    agency: Agency
    why: str


@dataclass(frozen=True)
class Doubt:
    """Why an agency is probably the wrong one, by which article, and which would be right, if that is known."""

    sentence: str
    article: str
    better: Agency | None = None


def suggested(
    text: str, matches: Sequence[Match], *, on: datetime.date, asked: Agency | None = None
) -> list[Suggestion]:
    """The agencies most likely to hold what is wanted, best first; the one already asked for stands among them.

    Two queries, and one pass over the agencies.
    """
    alive = list(Agency.objects.alive(on).in_tree_order())
    by_id = {agency.pk: agency for agency in alive}
    found: dict[int, str] = {}
    if asked is not None and asked.pk in by_id:
        found[asked.pk] = _("You came from its page.")
    for agency in named(text, alive):
        found.setdefault(agency.pk, _("You name it in what you wrote."))
    counted = collections.Counter(match.agency_id for match in matches)
    for pk, _count in counted.most_common():
        if pk in by_id:
            found.setdefault(pk, _("It published information of this kind."))
    for agency in _by_duty(text, alive):
        found.setdefault(agency.pk, _("Its duties touch what you wrote."))
    return [Suggestion(by_id[pk], why) for pk, why in list(found.items())[:MOST]]


def named(text: str, agencies: Iterable[Agency]) -> list[Agency]:
    """The agencies whose full or short name stands in a text; a longer name hides the shorter one inside it."""
    plain = folding.fold_text(text)
    hits = []
    for agency in agencies:
        names = {folding.fold_text(agency.name), folding.fold_text(agency.short_name)}
        longest = max((name for name in names if len(name) >= _SHORTEST_NAME and name in plain), key=len, default="")
        if longest:
            hits.append((longest, agency))
    return [agency for name, agency in hits if not any(name != other and name in other for other, _agency in hits)]


def _by_duty(text: str, agencies: Iterable[Agency]) -> list[Agency]:
    """Agencies whose published duties share at least two words with a text, most first."""
    wanted = {term for term in analysis.terms(text) if len(term) > 1}
    scored = []
    for agency in agencies:
        shared = len(wanted & set(analysis.terms(agency.duties))) if agency.duties else 0
        if shared >= 2:
            scored.append((shared, agency))
    return [agency for _shared, agency in sorted(scored, key=lambda pair: (-pair[0], pair[1].sort_path))[:2]]


def doubts(agency: Agency, text: str, matches: Sequence[Match], *, on: datetime.date) -> list[Doubt]:
    """Why this agency is probably the wrong one; empty when nothing speaks against it."""
    if not agency.exists_on(on):
        return [_dissolved(agency, on)]
    alive = list(Agency.objects.alive(on).in_tree_order())
    others = named(text, alive)
    if others and agency not in others:
        sentence = _("You name %(other)s. Whoever made the information makes it public; this agency may not hold it.")
        return [Doubt(sentence % {"other": others[0].name}, _MAKER, others[0])]
    makers = collections.Counter(match.agency_id for match in matches)
    if makers and agency.pk not in makers:
        pk, count = makers.most_common(1)[0]
        other = next((each for each in alive if each.pk == pk), None)
        if other is not None and count * 2 > len(matches) and not agency.contains(other):
            sentence = _("What we found of this kind was made by %(other)s; this agency would probably have to answer "
                         "that it is not the one.")  # fmt: skip
            return [Doubt(sentence % {"other": other.name}, _NOT_OURS, other)]
    return []


def _dissolved(agency: Agency, on: datetime.date) -> Doubt:
    acts = AgencyChange.objects.filter(predecessors=agency, on__lte=on).order_by("-on", "-id")
    heirs = [heir for act in acts[:1] for heir in act.successors.order_by("id") if heir.pk != agency.pk]
    if heirs:
        sentence = _("%(agency)s no longer exists; %(other)s took over.")
        return Doubt(sentence % {"agency": agency.name, "other": heirs[0].name}, _MAKER, heirs[0])
    return Doubt(_("%(agency)s no longer exists.") % {"agency": agency.name}, _MAKER)
