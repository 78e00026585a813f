"""What reviewers need to know: which step is open, who may take it, what waits for whom."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.accounts.models import Person
from gongkai.accounts.queries import Access
from gongkai.core.permissions import Permission
from gongkai.disclosures.models import Clearance, Item, Revision

PERMISSION_OF_STEP = {
    Clearance.Kind.BUSINESS: Permission.ITEM_REVIEW,
    Clearance.Kind.SECRECY: Permission.ITEM_SECRECY,
    Clearance.Kind.ISSUE: Permission.ITEM_ISSUE,
}


STEPS = (Clearance.Kind.BUSINESS, Clearance.Kind.SECRECY, Clearance.Kind.ISSUE)


def next_step(decided: dict[str, str]) -> str | None:
    """The step that is open, given the opinions so far by kind; None when all passed or one returned."""
    for step in STEPS:
        opinion = decided.get(step)
        if opinion == Clearance.Opinion.RETURN:
            return None
        if opinion is None:
            return step
    return None


def clearances_of(revision: Revision) -> QuerySet[Clearance]:
    """The opinions on one revision, in the order they were given."""
    return revision.clearances.select_related("reviewer").order_by("at", "id")


def next_clearance(item: Item) -> str | None:
    """The step the item waits for (a Clearance.Kind), or None when it is not in review. One query."""
    if item.stage != Item.State.IN_REVIEW or item.revision_id is None:
        return None
    decided = dict(Clearance.objects.filter(revision=item.revision_id).values_list("kind", "opinion"))
    return next_step(decided)


def wrote_it(person: Person, item: Item) -> bool:
    """Whether the person wrote any revision since the public one. At most two queries."""
    written = item.revisions.filter(author=person)
    if item.public_revision is not None:
        written = written.filter(number__gt=item.public_revision.number)
    return written.exists()


def may_clear(access: Access, item: Item, kind: str) -> bool:
    """Whether this person may take this step on this item: holds its permission here, and did not write the text."""
    permission = PERMISSION_OF_STEP[Clearance.Kind(kind)]
    return access.may(permission, item.agency) and not wrote_it(access.person, item)


def waiting_for(access: Access, kind: str) -> QuerySet[Item]:
    """Items in review whose open step is `kind` and which this person may take, oldest first. One query."""
    passed = Clearance.objects.filter(revision=OuterRef("revision"), opinion=Clearance.Opinion.PASS)
    before = STEPS[: STEPS.index(Clearance.Kind(kind))]
    own = Revision.objects.filter(item=OuterRef("pk"), author=access.person).filter(
        Q(item__public_revision__isnull=True) | Q(number__gt=OuterRef("public_revision__number"))
    )
    waiting = Item.objects.filter(Q(state=Item.State.IN_REVIEW) | Q(amendment=Item.State.IN_REVIEW)).filter(
        agency__in=access.agencies(PERMISSION_OF_STEP[Clearance.Kind(kind)])
    )
    for step in before:
        waiting = waiting.filter(Exists(passed.filter(kind=step)))
    return (
        waiting.filter(~Exists(Clearance.objects.filter(revision=OuterRef("revision"), kind=kind)), ~Exists(own))
        .select_related("agency", "revision", "revision__author", "revision__column")
        .order_by("changed_at", "id")
    )
