"""Requests like this one: the same applicant's, the same wish's, and wishes repeated so often that they call for
publication."""

import collections
import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from gongkai.core import encryption
from gongkai.foi.models.cases import Applicant, InfoRequest
from gongkai.foi.models.handling import Relation
from gongkai.foi.queries import words
from gongkai.language import similarity
from gongkai.orgs.models import Agency

CANDIDATES = 200
ALIKE = 0.3
_SAME_WISH = 0.5
_LOOKED_AT = 3000


def identity_of(applicant: Applicant) -> str:
    """What tells an applicant from others: the number of the document; else name and telephone or address."""
    if applicant.identity.strip():
        return applicant.identity
    return f"{applicant.name.strip()}/{applicant.phone.strip() or applicant.address.strip()}"


def of_same_applicant(info_request: InfoRequest) -> QuerySet[InfoRequest]:
    """The other requests of the same applicant to the same agency."""
    if info_request.applicant.erased_at is not None:
        return InfoRequest.objects.none()
    same = encryption.blinds(identity_of(info_request.applicant))
    rows = InfoRequest.objects.filter(agency=info_request.agency_id, applicant__same_as__in=same)
    return rows.exclude(pk=info_request.pk)


def same_month(info_request: InfoRequest) -> int:
    """How many requests the same applicant made in the same calendar month before this one. One query."""
    first = info_request.arrived_on.replace(day=1)
    rows = of_same_applicant(info_request).filter(
        arrived_on__gte=first, arrived_on__lte=info_request.arrived_on, pk__lt=info_request.pk
    )
    return rows.count()


@dataclass(frozen=True)
class Alike:
    """A request that asks for something similar, and how similar, from 0 to 1."""

    info_request: InfoRequest
    ratio: float


def similar(info_request: InfoRequest, *, limit: int = 5) -> list[Alike]:
    """Requests of the agency that ask for something similar, most similar first. One query."""
    return alike(
        InfoRequest.objects.of(info_request.agency).exclude(pk=info_request.pk),
        info_request.subject,
        info_request.terms,
        limit=limit,
    )


def alike(rows: QuerySet[InfoRequest], subject: str, terms: str, *, limit: int = 5) -> list[Alike]:
    """Among some requests, those that ask for something like a subject with these terms. One query."""
    longest = sorted(set(terms.split()), key=lambda word: (-len(word), word))[:6]
    if not longest:
        return []
    found = words.holding_any(rows.filter(erased_at__isnull=True), longest).select_related("agency")
    own = frozenset(terms.split())
    scored = [Alike(row, _likeness(subject, own, row)) for row in found.order_by("-id")[:CANDIDATES]]
    scored = [each for each in scored if each.ratio >= ALIKE]
    return sorted(scored, key=lambda each: (-each.ratio, -each.info_request.pk))[:limit]


def _likeness(subject: str, own: frozenset[str], row: InfoRequest) -> float:
    """By shared runs of characters or by shared words, whichever is more: short wishes are worded in many ways."""
    theirs = frozenset(row.terms.split())
    return max(similarity.ratio(subject, row.subject), len(own & theirs) / max(1, len(own | theirs)))


@dataclass(frozen=True)
class Wish:
    """What several applicants asked for: an example of its wording, the requests, how many applicants."""

    subject: str
    requests: tuple[InfoRequest, ...]
    applicants: int


def repeated_wishes(agency: Agency, *, since: datetime.date, at_least: int = 3) -> list[Wish]:
    """Wishes of several applicants since a day whose answers are not public yet, most wanted first (2019 Art. 44).

    Two queries; the newest three thousand requests are looked at.
    """
    published = Relation.objects.filter(kind=Relation.Kind.PUBLISHED_AS).values("info_request")
    rows = list(
        InfoRequest.objects.of(agency)
        .filter(arrived_on__gte=since, erased_at__isnull=True)
        .exclude(pk__in=published)
        .select_related("applicant")
        .defer("applicant__name", "applicant__phone", "applicant__email", "applicant__address", "applicant__identity")
        .order_by("-id")[:_LOOKED_AT]
    )
    wishes = []
    for group in _groups(rows):
        applicants = {row.applicant.same_as or str(row.pk) for row in group}
        if len(applicants) >= at_least:
            wishes.append(Wish(group[0].subject, tuple(group), len(applicants)))
    return sorted(wishes, key=lambda each: (-each.applicants, -each.requests[0].pk))


def _groups(rows: Sequence[InfoRequest]) -> list[list[InfoRequest]]:
    """Requests put together by the share of words they have in common, newest first in each group."""
    sets = [frozenset(row.terms.split()) for row in rows]
    holders: dict[str, list[int]] = collections.defaultdict(list)
    leader = list(range(len(rows)))
    for place, own in enumerate(sets):
        common: collections.Counter[int] = collections.Counter()
        for word in own:
            # A word half the register uses tells nothing.
            if len(holders[word]) <= 100:
                common.update(holders[word])
            holders[word].append(place)
        for other, shared in common.most_common(5):
            if shared / len(own | sets[other]) >= _SAME_WISH:
                leader[place] = leader[other]
                break
    groups: dict[int, list[InfoRequest]] = collections.defaultdict(list)
    for place, row in enumerate(rows):
        groups[leader[place]].append(row)
    return [group for group in groups.values() if len(group) > 1]
