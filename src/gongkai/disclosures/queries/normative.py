"""Regulations and normative documents over their life: which there are, how each stood on a day, who must explain one.

Figures are counted from these very rows, so what the register shows and what a report says cannot differ.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncDate
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.accounts.queries import Access
from gongkai.core.permissions import Permission
from gongkai.disclosures.document_models import Exemption, Interpretation
from gongkai.disclosures.models import Ending, Item, Revision
from gongkai.rules import calendars, terms

Rows = QuerySet[Revision]
ENDED = (Ending.Kind.REPEAL, Ending.Kind.EXPIRE, Ending.Kind.VOID)
OVER = (Item.Validity.REPEALED, Item.Validity.EXPIRED, Item.Validity.VOID)
# Documents formed earlier than this were taken over from elsewhere; nobody explains them now.
FRESH = datetime.timedelta(days=365)
_HIDDEN = (Item.State.CLEARED, Item.State.SCHEDULED, Item.State.WITHDRAWN)
_DAY = datetime.timedelta(days=1)


def withdrawals(item: str, by: datetime.date) -> QuerySet[Ending]:
    """The withdrawals of an outer row's item until a day."""
    return Ending.objects.filter(item=OuterRef(item), kind=Ending.Kind.WITHDRAW, on__lte=by)


def documents(*, on: datetime.date) -> Rows:
    """The counted text of each regulation or normative document that was not withdrawn by the end of a day.

    A document bears a number and stands under item (1) of Article 20 of the Regulation (2019). `document` tells
    which it is: a regulation was issued as an order (令) or under the duty to publish regulations. `made_on` is the
    day it was formed, or went public where that is not said.
    """
    own = Q(legal_item="20-1")
    from_duty = Q(legal_item="", obligation__legal_item="20-1")
    from_column = Q(legal_item="", obligation__isnull=True, column__legal_item="20-1")
    rows = Revision.objects.filter(own | from_duty | from_column, Exact(_counted(), True)).exclude(doc_no="")
    rows = rows.exclude(Q(item__state=Item.State.WITHDRAWN) & Exists(withdrawals("item", on)))
    is_regulation = Q(obligation__code="A20-1-1") | Q(doc_no__contains="令")
    return rows.annotate(
        document=Case(When(is_regulation, then=Value("rules")), default=Value("normative"), output_field=CharField()),
        made_on=Coalesce("formed_on", TruncDate("item__first_published_at")),
    )


def numbered(agencies: Sequence[int]) -> Q:
    """Revisions with a document number of some agencies, as a condition on revisions; told by indexes alone."""
    return Q(pk__in=Revision.objects.filter(item__agency__in=agencies).exclude(doc_no="").values("pk"))


def _counted() -> Case:
    """Whether a revision is the text of its item that counts: the public one, or the last one of a hidden item.

    One value, not conditions joined by or: of these the planner of PostgreSQL thinks that hardly a row fits both, and
    then sorts all documents where a list wants the first fifty.
    """
    is_hidden = Q(item__public_revision__isnull=True, item__state__in=_HIDDEN, item__revision=F("pk"))
    return Case(
        When(Q(item__public_revision=F("pk")) | is_hidden, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )


def made_by(on: datetime.date) -> Q:
    """Made on a day or before; told by the fields themselves, of which the planner knows how many fit."""
    midnight = timezone.make_aware(datetime.datetime.combine(on + _DAY, datetime.time.min))
    published = Q(formed_on__isnull=True, item__first_published_at__lt=midnight)
    return Q(formed_on__lte=on) | published


def ended(rows: Rows, on: datetime.date, name: str) -> tuple[Rows, Any]:
    """The rows with what it takes to tell whether a document had ended at the end of a day, and that condition.

    `name` is given to the kind of the last thing decided about it by then.
    """
    standing = Ending.objects.filter(item=OuterRef("item"), on__lte=on).exclude(kind=Ending.Kind.WITHDRAW)
    rows = rows.annotate(
        **{
            name: Coalesce(
                Subquery(standing.order_by("-on", "-id").values("kind")[:1]), Value(""), output_field=CharField()
            )
        }
    )
    return rows, Q(**{f"{name}__in": ENDED}) | _run_out(on)


def _run_out(on: datetime.date) -> Any:
    """A document expires by its own term, whether the calendar has been run since or not."""
    standing = Ending.objects.filter(item=OuterRef("item"), on__lte=on)
    renewed = standing.filter(kind=Ending.Kind.RESTORE, on__gt=OuterRef("expires_on"))
    return Q(expires_on__lt=on) & ~Exists(renewed)


def in_force(*, on: datetime.date) -> Rows:
    """Documents in force at the end of a day."""
    rows, is_over = ended(documents(on=on).filter(made_by(on)), on, "last_act")
    return rows.exclude(is_over).filter(Q(effective_on__isnull=True) | Q(effective_on__lte=on))


def with_standing(rows: Rows, *, on: datetime.date) -> Rows:
    """The rows with `standing`: how each document stood at the end of a day, as `Item.Validity` names it."""
    rows, _is_over = ended(rows, on, "last_act")
    known = Item.Validity
    return rows.annotate(
        standing=Case(
            When(last_act=Ending.Kind.REPEAL, then=Value(known.REPEALED.value)),
            When(last_act=Ending.Kind.VOID, then=Value(known.VOID.value)),
            When(last_act=Ending.Kind.EXPIRE, then=Value(known.EXPIRED.value)),
            When(_run_out(on), then=Value(known.EXPIRED.value)),
            When(effective_on__gt=on, then=Value(known.PENDING.value)),
            When(last_act=Ending.Kind.AMEND, then=Value(known.AMENDED.value)),
            default=Value(known.IN_FORCE.value),
            output_field=CharField(),
        )
    )


def register(access: Access, *, on: datetime.date) -> Rows:
    """The documents a person may see that were made by a day, each with its standing on that day."""
    # Of all revisions with a number, so that the database begins with these few and not with every item.
    rows = documents(on=on).filter(pk__in=Revision.objects.exclude(doc_no="").values("pk"))
    rows = rows.filter(made_by(on), item__agency__in=access.agencies(Permission.ITEM_VIEW))
    return with_standing(rows, on=on).select_related("item", "item__agency").defer("body")


def public_on(*, on: datetime.date) -> Rows:
    """The documents in force on a day that the public can read now, with what a list of them shows."""
    rows = in_force(on=on).filter(item__state=Item.State.PUBLISHED)
    return with_standing(rows, on=on).select_related("item", "item__agency").defer("body")


# --- the duty to explain a document within three working days after it became public ---


@dataclass(frozen=True)
class Duty:
    """How the duty to explain a document stands: none, done, exempt, owed or late; `words` for people."""

    state: str
    due_on: datetime.date | None = None
    left: int = 0
    number: int = 0
    reason: str = ""

    @property
    def words(self) -> str:
        """The state in words."""
        if self.state == "done":
            return ngettext("%(n)d interpretation", "%(n)d interpretations", self.number) % {"n": self.number}
        if self.state == "exempt":
            return _("No interpretation needed")
        if self.state == "late":
            late = max(-self.left, 1)
            return ngettext("Interpretation %(n)d working day late", "Interpretation %(n)d working days late", late) % {
                "n": late
            }
        if self.state == "owed":
            return _("Interpretation due on %(day)s") % {"day": self.due_on}
        return ""


def explained(item: str) -> Any:
    """That a public interpretation stands behind the document an outer row's field names."""
    return Exists(Interpretation.objects.filter(_is_public(), document=OuterRef(item)))


def _is_public() -> Any:
    """That an interpretation is public; asked by itself, as SQLite would begin a join with everything public."""
    return Exists(Item.objects.filter(pk=OuterRef("item"), state=Item.State.PUBLISHED))


def exempted(item: str) -> Any:
    """That the document an outer row's field names needs no interpretation."""
    return Exists(Exemption.objects.filter(document=OuterRef(item)))


def owing(rows: Rows, *, on: datetime.date) -> Rows:
    """Those of the documents that are public, fresh, still hold, and have neither interpretation nor exemption."""
    fresh = Q(formed_on__gte=on - FRESH) | Q(formed_on__isnull=True)
    since = timezone.make_aware(datetime.datetime.combine(on - FRESH, datetime.time.min))
    rows = rows.filter(fresh, item__state=Item.State.PUBLISHED, item__first_published_at__gte=since)
    rows = rows.exclude(item__validity__in=OVER)
    return rows.filter(~explained("item"), ~exempted("item"))


def late(rows: Rows, *, on: datetime.date) -> Rows:
    """Those of the documents whose interpretation is overdue on a day."""
    midnight = timezone.make_aware(datetime.datetime.combine(published_before_due(on) + _DAY, datetime.time.min))
    return owing(rows, on=on).filter(item__first_published_at__lt=midnight)


def published_before_due(day: datetime.date) -> datetime.date:
    """The latest day of publication whose last day to explain lies before a day."""
    calendar = calendars.Calendar.load()
    published = day - 3 * _DAY
    while (due_on := terms.interpretation_due(published, calendar).due_on) is not None and due_on >= day:
        published -= _DAY
    return published


def duty(item: Item, formed_on: datetime.date | None, *, on: datetime.date, number: int = 0, reason: str = "") -> Duty:
    """The duty of one document: `number` of its public interpretations, `reason` of its exemption. No query."""
    if number:
        return Duty("done", number=number)
    if reason:
        return Duty("exempt", reason=reason)
    if item.state != Item.State.PUBLISHED or item.first_published_at is None or item.validity in OVER:
        return Duty("none")
    published = timezone.localtime(item.first_published_at).date()
    if published < on - FRESH or (formed_on is not None and formed_on < on - FRESH):
        return Duty("none")
    calendar = calendars.Calendar.load()
    try:
        due_on = terms.interpretation_due(published, calendar).due_on
        left = calendar.working_days_between(on, due_on) if due_on else 0
    except calendars.UncoveredDay:
        return Duty("none")
    if due_on is None:
        return Duty("none")
    return Duty("late" if on > due_on else "owed", due_on, left)


def duties(rows: Iterable[Revision], *, on: datetime.date) -> dict[int, Duty]:
    """The duties of documents, by item. One query."""
    items = {row.item_id: row for row in rows}
    links = Interpretation.objects.filter(_is_public(), document__in=items)
    reasons = Exemption.objects.filter(document__in=items).values_list("document_id", "reason")
    counts: dict[int, int] = {}
    exempt: dict[int, str] = {}
    for pk, reason in links.values_list("document_id", Value("")).union(reasons, all=True):
        if reason:
            exempt[pk] = reason
        else:
            counts[pk] = counts.get(pk, 0) + 1
    return {
        pk: duty(row.item, row.formed_on, on=on, number=counts.get(pk, 0), reason=exempt.get(pk, ""))
        for pk, row in items.items()
    }


def is_document(item: Item, *, on: datetime.date) -> bool:
    """Whether an item stands in the register on a day. One query."""
    return documents(on=on).filter(item=item).exists()


def marked(rows: QuerySet[Item], *, on: datetime.date) -> QuerySet[Item]:
    """Items that know by `is_document` whether they stand in the register on a day, with their exemption at hand."""
    return rows.annotate(is_document=Exists(documents(on=on).filter(item=OuterRef("pk")))).select_related("exemption")


def act_words(ending: Ending | None) -> str:
    """By what a document was ended or amended, and when; empty where nothing was decided."""
    if ending is None or ending.kind == Ending.Kind.RESTORE:
        return ""
    item = ending.act or ending.successor
    revision = item.revision if item else None
    named = (revision.doc_no or revision.title) if revision else ending.reason
    return f"{ending.on} {ending.get_kind_display()}：{named}"
