"""Which agency to ask: suggested from what was written and from who published the like, doubted when it looks wrong."""

import collections
import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.foi.queries.published import Match
from gongkai.language import analysis, folding
from gongkai.orgs.models import Agency, AgencyChange

MOST = 4
_SHORTEST_NAME = 3
_GOVERNMENT = re.compile("(人民)?政府(办公室)?$|(街道)?办事处$")
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

    One query, and one pass over the agencies. An agency of another district than the one written of is passed over.
    """
    alive = list(Agency.objects.alive(on).in_tree_order())
    areas = Areas(text, alive)
    counted = collections.Counter(match.agency_id for match in matches)
    wanted = {term for term in analysis.terms(text) if len(term) > 1}
    mentioned = {agency.pk for agency in named(text, alive)}
    scored = []
    for agency in alive:
        reasons = _reasons(agency, areas, wanted, named=agency.pk in mentioned, published=counted[agency.pk])
        if asked is not None and agency.pk == asked.pk:
            reasons.append((100, _("You came from its page.")))
        if reasons and (not areas.is_elsewhere(agency) or agency.pk in mentioned or agency == asked):
            best = max(reasons)[1]
            scored.append((-sum(weight for weight, _why in reasons), agency.sort_path, Suggestion(agency, best)))
    return [suggestion for _score, _path, suggestion in sorted(scored, key=lambda each: each[:2])[:MOST]]


def _reasons(agency: Agency, areas: "Areas", wanted: set[str], *, named: bool, published: int) -> list[tuple[int, str]]:
    """Why this agency, each with its weight."""
    found = []
    if named:
        found.append((20, _("You name it in what you wrote.")))
    if published:
        found.append((5 + min(published, 3), _("It published information of this kind.")))
    shared = len(wanted & set(analysis.terms(agency.duties))) if agency.duties else 0
    if shared >= 2:
        found.append((min(shared, 6), _("Its duties touch what you wrote.")))
    if areas.is_within(agency) and (found or agency in areas.named):
        found.append((4, _("You wrote of its area.")))
    return found


class Areas:
    """The districts and townships that a text writes of, told by the names of their governments."""

    def __init__(self, text: str, agencies: Iterable[Agency]) -> None:
        plain = folding.fold_text(text)
        kinds = {Agency.Kind.GOVERNMENT, Agency.Kind.TOWNSHIP}
        self._governments = [each for each in agencies if each.kind in kinds and each.depth > 0]
        self.named = [
            each
            for each in self._governments
            if any(name in plain for name in (_place(each.name), _place(each.short_name)) if len(name) > 1)
        ]

    def is_within(self, agency: Agency) -> bool:
        """Whether an agency belongs to a district that is written of."""
        return any(each.contains(agency) for each in self.named)

    def is_elsewhere(self, agency: Agency) -> bool:
        """Whether an agency belongs to another district than those written of."""
        own = any(each.contains(agency) for each in self._governments)
        return bool(self.named) and own and not self.is_within(agency) and not self._holds_named(agency)

    def _holds_named(self, agency: Agency) -> bool:
        return any(agency.contains(each) for each in self.named)


def _place(name: str) -> str:
    """The place in the name of its government: 望山区 of 望山区人民政府."""
    return _GOVERNMENT.sub("", folding.fold_text(name))


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


def doubts(agency: Agency, text: str, matches: Sequence[Match], *, on: datetime.date) -> list[Doubt]:
    """Why this agency is probably the wrong one; empty when nothing speaks against it."""
    if not agency.exists_on(on):
        return [_dissolved(agency, on)]
    alive = list(Agency.objects.alive(on).in_tree_order())
    others = named(text, alive)
    if others and agency not in others:
        sentence = _("You name %(other)s. Whoever made the information makes it public; this agency may not hold it.")
        return [Doubt(sentence % {"other": others[0].name}, _MAKER, others[0])]
    areas = Areas(text, alive)
    if areas.is_elsewhere(agency) and agency not in others:
        sentence = _("You wrote of the area of %(other)s; this agency works in another one.")
        return [Doubt(sentence % {"other": areas.named[0].name}, _MAKER, areas.named[0])]
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
