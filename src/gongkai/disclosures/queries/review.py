"""What reviewers need to know: which step is open, in whose seat somebody may take it, what waits for whom."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    Field,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.accounts import permissions
from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Person, RoleHolding
from gongkai.accounts.queries import Access
from gongkai.core.permissions import Permission
from gongkai.disclosures.chain_models import ForcedIssue, OnBehalf, OpenStep, Substitution
from gongkai.disclosures.models import Clearance, Item, Revision

Kind = Clearance.Kind
PERMISSION_OF_STEP = {
    Kind.BUSINESS: Permission.ITEM_REVIEW,
    Kind.SECOND: Permission.ITEM_REVIEW,
    Kind.THIRD: Permission.ITEM_REVIEW,
    Kind.SECRECY: Permission.ITEM_SECRECY,
    Kind.ISSUE: Permission.ITEM_ISSUE,
}
STEPS_OF_PERMISSION = {
    permission: [kind for kind, needed in PERMISSION_OF_STEP.items() if needed == permission]
    for permission in dict.fromkeys(PERMISSION_OF_STEP.values())
}


def open_step(item: Item) -> OpenStep | None:
    """The step an item in review waits for. One query at most."""
    found: OpenStep | None = getattr(item, "open_step", None)
    return found if item.stage == Item.State.IN_REVIEW else None


def next_clearance(item: Item) -> str | None:
    """The kind of the step the item waits for (a Clearance.Kind), or None when it is not in review."""
    row = OpenStep.objects.filter(item=item.pk).select_related("step").first()
    return row.step.kind if row and item.stage == Item.State.IN_REVIEW else None


def clearances_of(revision: Revision) -> QuerySet[Clearance]:
    """The opinions on one revision, in the order they were given."""
    return revision.clearances.select_related("reviewer").order_by("at", "id")


def wrote_it(person: Person, item: Item) -> bool:
    """Whether the person wrote any revision since the public one. One query."""
    return person.pk in authors([item])[item.pk]


def authors(items: Sequence[Item]) -> dict[int, set[int]]:
    """Who wrote any revision of items since the public one: keys of people by keys of items. One query."""
    found: dict[int, set[int]] = {each.pk: set() for each in items}
    rows = Revision.objects.filter(item__in=items).annotate(public=Coalesce("item__public_revision__number", 0))
    for item, person in rows.filter(number__gt=F("public")).values_list("item", "author"):
        found[item].add(person)
    return found


@dataclass(frozen=True)
class Seat:
    """Whether somebody may take the open step, in their own right or for whom; else why not."""

    may: bool
    why_not: str = ""
    on_behalf_of: Person | None = None
    is_entitled: bool = True


@dataclass(frozen=True)
class Known:
    """What decides who may take a step: who wrote since the public text, who gave which opinion, who forced it."""

    authors: frozenset[int]
    takers: tuple[tuple[int, int | None], ...]
    forced_by: int | None

    def took(self, person: Person) -> bool:
        """Whether a person, or somebody on their behalf, took a step."""
        return self.forced_by == person.pk or any(person.pk in pair for pair in self.takers)


def known(item: Item, revisions: Sequence[Revision], forced_by: int | None) -> Known:
    """The same from revisions at hand, newest first, with their clearances; no query."""
    public = next((each.number for each in revisions if each.pk == item.public_revision_id), 0)
    takers = [(each.reviewer_id, behalf_of(each)) for each in revisions[0].clearances.all()]
    return Known(frozenset(each.author_id for each in revisions if each.number > public), tuple(takers), forced_by)


def behalf_of(clearance: Clearance) -> int | None:
    """For whom an opinion was given by a substitute, if it was."""
    row: OnBehalf | None = getattr(clearance, "on_behalf", None)
    return row.person_id if row is not None else None


def asked(item: Item) -> Known:
    """The same asked of the database. Three queries."""
    rows = item.revisions.select_related("author").order_by("-number")
    with_opinions = Prefetch("clearances", queryset=Clearance.objects.select_related("on_behalf"))
    forced = ForcedIssue.objects.filter(revision=item.revision_id).values_list("by", flat=True).first()
    return known(item, list(rows.prefetch_related(with_opinions)), forced)


def seat(access: Access, item: Item, waiting: OpenStep, *, at: datetime.datetime, given: Known | None = None) -> Seat:
    """In whose seat a person may take the step an item waits for. At most four queries more than `given` needs."""
    me = access.person
    not_yours = _("The open step is “%(step)s”, which is not yours.") % {"step": waiting.step.words}
    refused = Seat(False, not_yours, is_entitled=False)
    if not access.may(Permission.ITEM_VIEW, item.agency):
        return refused
    facts = given or asked(item)
    if _is_entitled(access, item, waiting):
        refused = _checked(me, facts, waiting)
        if refused.may:
            return refused
    for row in Substitution.objects.in_force(at).filter(substitute=me).select_related("person").order_by("id"):
        away = accounts.access_of(row.person, on=timezone.localdate(at))
        if _is_entitled(away, item, waiting):
            found = _checked(me, facts, waiting, for_person=row.person)
            if found.may:
                return found
            refused = found
    return refused


def _is_entitled(access: Access, item: Item, waiting: OpenStep) -> bool:
    if waiting.step.person_id:
        return waiting.step.person_id == access.person.pk
    return access.may(PERMISSION_OF_STEP[Kind(waiting.step.kind)], item.agency)


def _checked(me: Person, facts: Known, waiting: OpenStep, *, for_person: Person | None = None) -> Seat:
    """Nobody passes what they wrote, nor two steps of one item where that is forbidden."""
    if me.pk in facts.authors:
        return Seat(False, _("You wrote this text, so somebody else must review it."))
    if for_person is not None and for_person.pk in facts.authors:
        return Seat(False, _("The person you stand in for wrote this text, so somebody else must review it."))
    if for_person is None and not waiting.step.submission.is_apart:
        taken = facts.forced_by == me.pk or any(who == me.pk and away is not None for who, away in facts.takers)
    else:
        taken = facts.took(me) or (for_person is not None and facts.took(for_person))
    if taken:
        return Seat(False, _("You have taken another step of this item already; nobody takes two."))
    return Seat(True, on_behalf_of=for_person)


def waiting_for(access: Access, *, at: datetime.datetime) -> QuerySet[Item]:
    """Items whose open step this person may take, in their own right or as a substitute, oldest first. One query."""
    me = access.person
    entitled = Q(open_step__step__person=me)
    for permission in STEPS_OF_PERMISSION:
        if access.anywhere(permission):
            kinds = Q(open_step__step__kind__in=STEPS_OF_PERMISSION[permission])
            entitled |= Q(open_step__step__person__isnull=True) & kinds & access.within(permission)
    given = Clearance.objects.filter(revision=OuterRef("revision"), reviewer=me)
    apart = Q(open_step__step__submission__is_apart=True)
    in_own_right = entitled & ((~apart & ~Exists(given.filter(on_behalf__isnull=False))) | ~Exists(given))
    for_others = Q(Exists(_absences(me, at=at))) & ~Exists(given)
    # That an amendment is not empty is said once more, for the index that holds amendments alone.
    rows = Item.objects.filter(Q(state=Item.State.IN_REVIEW) | (Q(amendment=Item.State.IN_REVIEW) & ~Q(amendment="")))
    rows = rows.filter(in_own_right | for_others, access.within(Permission.ITEM_VIEW))
    return (
        rows.filter(~Exists(_written(me)), ~Exists(ForcedIssue.objects.filter(revision=OuterRef("revision"), by=me)))
        .select_related("agency", "revision", "revision__author", "revision__column", "open_step__step__submission")
        .order_by("changed_at", "id")
    )


def _written(person: Person | OuterRef, item: str = "") -> QuerySet[Revision]:
    """Texts of an outer item (with `item`: of the one outside that) by a person since the public one."""
    pk: Any = OuterRef(OuterRef("pk")) if item else OuterRef("pk")
    author: Any = person
    public = _outer("public_revision__number", IntegerField(), twice=bool(item))
    rows = Revision.objects.filter(item=pk, author=author).annotate(since=public)
    return rows.filter(Q(since__isnull=True) | Q(number__gt=F("since")))


def _outer(name: str, kind: Field[Any, Any], *, twice: bool = False) -> "ExpressionWrapper[Any]":
    """A column of the outer row, or of the one outside that, fit to stand on the left of a comparison."""
    return ExpressionWrapper(OuterRef(OuterRef(name)) if twice else OuterRef(name), output_field=kind)


def _absences(me: Person, *, at: datetime.datetime) -> QuerySet[Substitution]:
    """Who is away, has named this person, and could take the open step of an outer item."""
    kind = _outer("open_step__step__kind", CharField(), twice=True)
    path = _outer("agency__path", CharField(), twice=True)
    roles = Q(pk__in=[])
    for permission, steps in STEPS_OF_PERMISSION.items():
        roles |= Q(step__in=steps, role__in=permissions.roles_that_permit(permission))
    holding = (
        RoleHolding.objects.in_force(timezone.localdate(at))
        .filter(person=OuterRef("person"))
        .annotate(step=kind, item_path=path)
        .filter(roles)
        .filter(Q(item_path=F("agency__path")) | Q(with_subtree=True, item_path__startswith=F("agency__path")))
    )
    given = Clearance.objects.filter(revision=OuterRef(OuterRef("revision")))
    named = _outer("open_step__step__person", BigIntegerField())
    return (
        Substitution.objects.in_force(at)
        .filter(substitute=me)
        .annotate(named=named)
        .filter(Q(named=F("person")) | (Q(named__isnull=True) & Exists(holding)))
        .exclude(Exists(_written(OuterRef("person"), item="outer")))
        .exclude(Exists(given.filter(Q(reviewer=OuterRef("person")) | Q(on_behalf__person=OuterRef("person")))))
    )


def reviewers(item: Item, waiting: OpenStep, *, at: datetime.datetime) -> list[Person]:
    """Who may take the step an item waits for: those of the step, and the substitutes of those who are away."""
    assert item.revision is not None
    if waiting.step.person_id:
        people = list(Person.objects.filter(pk=waiting.step.person_id, is_active=True))
    else:
        permission = PERMISSION_OF_STEP[Kind(waiting.step.kind)]
        people = list(accounts.holders(permission, item.agency, on=timezone.localdate(at)))
    standing_in = Substitution.objects.in_force(at).filter(person__in=people).select_related("substitute")
    found = {each.pk: each for each in [*people, *(row.substitute for row in standing_in)]}
    return [each for each in found.values() if each.pk != item.revision.author_id]
