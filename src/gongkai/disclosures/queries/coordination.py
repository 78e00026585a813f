"""What is known of the agencies asked about an item: who agreed to its newest text, who has to act, the worklist."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.accounts.models import Person
from gongkai.accounts.queries import Access
from gongkai.core.permissions import Permission
from gongkai.disclosures.coordination_models import Haste, Opinion, Question
from gongkai.disclosures.models import Item, Publication, Revision
from gongkai.disclosures.queries import chains
from gongkai.orgs.models import Agency

SHOWN = 20


@dataclass(frozen=True)
class Round:
    """All questions about an item since its public text; `open` are agencies that have not agreed to the newest."""

    questions: Sequence[Question]
    open: Sequence[Agency]

    @property
    def again(self) -> list[Agency]:
        """The open ones that were not asked about the newest text."""
        asked = {each.agency_id for each in self.questions if each.is_newest}  # type: ignore[attr-defined]
        return [each for each in self.open if each.pk not in asked]


def questions() -> QuerySet[Question]:
    """Questions with what their lines need."""
    return Question.objects.select_related("agency", "superior", "opinion__by", "ruling__by", "revision__item__agency")


def round_of(item: Item, revision: Revision) -> Round:
    """Who was asked about an item since its public text, seen from one of its texts. One query at most."""
    if not getattr(item, "was_asked", True):
        return Round((), ())
    rows = questions().filter(revision__item=item).order_by("id")
    last = Publication.objects.filter(item=item).order_by("-revision__number").values("revision__number")[:1]
    found = list(rows.annotate(public=last).filter(Q(public__isnull=True) | Q(revision__number__gt=F("public"))))
    settled: set[int] = set()
    agencies: dict[int, Agency] = {}
    for each in found:
        each.is_newest = each.content_hash == revision.content_hash  # type: ignore[attr-defined]
        agencies[each.agency_id] = each.agency
        if each.is_newest and each.is_settled:  # type: ignore[attr-defined]
            settled.add(each.agency_id)
    return Round(found, [each for pk, each in agencies.items() if pk not in settled])


def marked(rows: QuerySet[Item]) -> QuerySet[Item]:
    """Items that know whether anybody was ever asked about them, and whether their text goes out at once.

    Most need no further query then.
    """
    return rows.annotate(
        was_asked=Exists(Question.objects.filter(revision__item=OuterRef("pk"))),
        is_hastened=Exists(Haste.objects.filter(revision=OuterRef("revision"))),
    )


def haste_of(revision: Revision) -> Haste | None:
    """That a text goes out at once, if it was ordered. One query."""
    return Haste.objects.filter(revision=revision, content_hash=revision.content_hash).select_related("by").first()


def open_agencies(item: Item, revision: Revision) -> list[Agency]:
    """The agencies whose consent to a text is missing; none where it goes out at once. At most two queries."""
    now = round_of(item, revision)
    return [] if not now.open or haste_of(revision) is not None else list(now.open)


def common_superior(one: Agency, other: Agency) -> Agency:
    """The agency above both whose office decides between them; where one stands above the other, the next above it.

    Without any above both it is the highest above the first. One query.
    """
    shared = [pk for pk in one.ancestor_ids if pk in set(other.ancestor_ids)]
    if shared and shared[-1] in (one.pk, other.pk) and len(shared) > 1:
        shared.pop()
    return Agency.objects.get(pk=shared[-1] if shared else one.ancestor_ids[0])


def visible(access: Access) -> QuerySet[Question]:
    """The questions a person may see: put by or to their agencies, or for their office to decide."""
    return questions().filter(
        Q(revision__item__agency__in=access.agencies(Permission.ITEM_VIEW))
        | Q(agency__in=access.agencies(Permission.ITEM_OPINE))
        | Q(superior__in=access.agencies(Permission.ITEM_RULE))
    )


def may_answer(access: Access, question: Question) -> bool:
    """Whether a person may answer a question now."""
    return question.given is None and access.may(Permission.ITEM_OPINE, question.agency)


def may_rule(access: Access, question: Question) -> bool:
    """Whether a person may decide a dispute now."""
    return question.is_disputed and access.may(Permission.ITEM_RULE, question.superior)


def wrote_or_said(person: Person, question: Question) -> bool:
    """Whether a person wrote a text of the item, or gave the opinion. One query."""
    said = question.given is not None and question.given.by_id == person.pk
    return said or Revision.objects.filter(item=question.revision.item_id, author=person).exists()


# Questions about texts that are still the newest of an item that is still there.
NEWEST = Q(revision=F("revision__item__revision")) & ~Q(
    revision__item__state__in=(Item.State.WITHDRAWN, Item.State.DISCARDED)
)
DISPUTED = Q(opinion__kind__in=(Opinion.Kind.CHANGES, Opinion.Kind.DISAGREE)) | Q(
    opinion__kind=Opinion.Kind.SILENT, silence=Question.Silence.DECIDE
)


def waiting(access: Access) -> list[Question]:
    """Questions that a person may answer, and disputes that they may decide, about texts that are still the newest.

    At most twenty, the nearest term first. One query; none for who may do neither.
    """
    asks, rules = access.anywhere(Permission.ITEM_OPINE), access.anywhere(Permission.ITEM_RULE)
    if not asks and not rules:
        return []
    wanted = Q(pk__in=[])
    if asks:
        wanted |= Q(opinion__isnull=True, agency__in=access.agencies(Permission.ITEM_OPINE))
    if rules:
        wanted |= DISPUTED & Q(ruling__isnull=True, superior__in=access.agencies(Permission.ITEM_RULE))
    return list(questions().filter(wanted, NEWEST).order_by("due_on", "id")[:SHOWN])


def standing_words(question: Question, *, on: datetime.date) -> str:
    """How a question stands, in words."""
    if question.decided is not None:
        return str(question.decided.get_verdict_display())
    if question.given is not None:
        words = str(question.given.get_kind_display())
        if question.given.kind == Opinion.Kind.SILENT:
            words = f"{words}，{question.get_silence_display()}"
        return words
    days = chains.days_left(question.due_on, on=on)
    if days < 0:
        return _("The term is over")
    return ngettext("%(n)d working day left to answer", "%(n)d working days left to answer", days) % {"n": days}


def look(question: Question) -> str:
    """The colour a question is shown in."""
    if question.is_settled:
        return "ok"
    if question.given is None:
        return "wait"
    return "stop"
