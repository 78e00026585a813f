"""The records that figures are counted from: each source is one kind of record within a span, and how it is divided.

A source is filtered by agency and by the values of its fields, nothing else; so the number counted over a tree and the
list behind one figure are the same rows.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncDate

from gongkai.activities.models.records import Activity, Number
from gongkai.core.permissions import Permission
from gongkai.disclosures.models import Ending, Item, Revision
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.models.handling import Fee
from gongkai.foi.models.remedies import Remedy
from gongkai.statistics.queries.spans import Span

Rows = QuerySet[Any]
_ENDED = (Ending.Kind.REPEAL, Ending.Kind.EXPIRE, Ending.Kind.VOID)
_HIDDEN = (Item.State.CLEARED, Item.State.SCHEDULED, Item.State.WITHDRAWN)
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Source:
    """Records within a span. `by` are the fields an indicator may choose by, `agency` the way to their agency.

    Without `measure` records are counted; with it that field is summed. `permission` opens the records. `day` is the
    field that puts each record into a month of the span; empty for what stands on a day rather than happens.
    """

    id: str
    rows: Callable[[Span], Rows]
    by: tuple[str, ...]
    permission: Permission
    agency: str = "agency"
    measure: str = ""
    day: str = ""
    # What most records have in a computed field, and what else there is: planners take a computed value for a rare one.
    usual: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)


def items(span: Span) -> Rows:
    """Items that became public in the span and were not withdrawn by its end."""
    rows = Item.objects.filter(first_published_at__gte=span.begins_at, first_published_at__lt=span.ends_at)
    return rows.exclude(Q(state=Item.State.WITHDRAWN) & Exists(_withdrawals("pk", span.last)))


def _withdrawals(item: str, by: datetime.date) -> QuerySet[Ending]:
    return Ending.objects.filter(item=OuterRef(item), kind=Ending.Kind.WITHDRAW, on__lte=by)


# --- documents: regulations and normative documents over their life ---


def documents(span: Span) -> Rows:
    """The counted text of each regulation or normative document that was not withdrawn by the end of the span.

    A document bears a number and stands under item (1) of Article 20 of the Regulation (2019). `document` tells
    which it is: a regulation was issued as an order (令) or under the duty to publish regulations. `made_on` is the
    day it was formed, or went public where that is not said.
    """
    own = Q(legal_item="20-1")
    from_duty = Q(legal_item="", obligation__legal_item="20-1")
    from_column = Q(legal_item="", obligation__isnull=True, column__legal_item="20-1")
    counted = Q(item__public_revision=F("pk")) | Q(
        item__public_revision__isnull=True, item__state__in=_HIDDEN, item__revision=F("pk")
    )
    rows = Revision.objects.filter(own | from_duty | from_column, counted).exclude(doc_no="")
    rows = rows.exclude(Q(item__state=Item.State.WITHDRAWN) & Exists(_withdrawals("item", span.last)))
    is_regulation = Q(obligation__code="A20-1-1") | Q(doc_no__contains="令")
    return rows.annotate(
        document=Case(When(is_regulation, then=Value("rules")), default=Value("normative"), output_field=CharField()),
        made_on=Coalesce("formed_on", TruncDate("item__first_published_at")),
    )


def _ended(rows: Rows, on: datetime.date, name: str) -> tuple[Rows, Any]:
    """The rows with what it takes to tell whether a document had ended at the end of a day, and that condition."""
    standing = Ending.objects.filter(item=OuterRef("item"), on__lte=on).exclude(kind=Ending.Kind.WITHDRAW)
    renewed = standing.filter(kind=Ending.Kind.RESTORE, on__gt=OuterRef("expires_on"))
    rows = rows.annotate(
        **{
            name: Coalesce(
                Subquery(standing.order_by("-on", "-id").values("kind")[:1]), Value(""), output_field=CharField()
            )
        }
    )
    # A document expires by its own term, whether the calendar has been run since or not.
    return rows, Q(**{f"{name}__in": _ENDED}) | (Q(expires_on__lt=on) & ~Exists(renewed))


def documents_made(span: Span) -> Rows:
    """Documents made in the span."""
    formed = Q(formed_on__gte=span.first, formed_on__lte=span.last)
    published = Q(item__first_published_at__gte=span.begins_at, item__first_published_at__lt=span.ends_at)
    return documents(span).filter(formed | (Q(formed_on__isnull=True) & published))


def _made_by(span: Span) -> Q:
    """Made before a span or in it; told by the fields themselves, of which the planner knows how many fit."""
    published = Q(formed_on__isnull=True, item__first_published_at__lt=span.ends_at)
    return Q(formed_on__lte=span.last) | published


def documents_ended(span: Span) -> Rows:
    """Documents repealed, declared void or expired in the span, and still so at its end; `ended_on` is the day."""
    rows, now = _ended(documents(span).filter(_made_by(span)), span.last, "standing")
    rows, before = _ended(rows, span.first - _DAY, "standing_before")
    noted = Ending.objects.filter(item=OuterRef("item"), kind__in=_ENDED, on__gte=span.first, on__lte=span.last)
    last = Subquery(noted.order_by("-on", "-id").values("on")[:1])
    return rows.filter(now).exclude(before).annotate(ended_on=Coalesce(last, F("expires_on")))


def documents_in_force(span: Span) -> Rows:
    """Documents in force at the end of the span."""
    rows, ended = _ended(documents(span).filter(_made_by(span)), span.last, "standing")
    return rows.exclude(ended).filter(Q(effective_on__isnull=True) | Q(effective_on__lte=span.last))


def documents_disclosed(span: Span) -> Rows:
    """Documents that became public in the span."""
    return documents(span).filter(
        item__first_published_at__gte=span.begins_at, item__first_published_at__lt=span.ends_at
    )


def documents_public(span: Span) -> Rows:
    """Documents that the public could read at the end of the span and that had not ended."""
    rows, ended = _ended(documents(span).filter(item__first_published_at__lt=span.ends_at), span.last, "standing")
    return rows.exclude(ended)


# --- activities ---


def _recorded(span: Span, prefix: str = "") -> Q:
    happened = Q(**{f"{prefix}on__isnull": True}) | Q(**{f"{prefix}on__gte": span.first, f"{prefix}on__lte": span.last})
    return Q(**{f"{prefix}struck_at__isnull": True, f"{prefix}year": span.year}) & happened


def activities(span: Span) -> Rows:
    """Recorded activities; `repeats` tells whether one repeats an item or another record, or nothing."""
    return Activity.objects.filter(_recorded(span)).annotate(
        repeats=Case(
            When(item__isnull=False, then=Value("item")),
            When(same_as__isnull=False, then=Value("record")),
            default=Value("nothing"),
            output_field=CharField(),
        )
    )


def numbers(span: Span) -> Rows:
    """The numbers stated with recorded activities."""
    return Number.objects.filter(_recorded(span, "activity__"))


# --- requests and remedies ---


def requests_new(span: Span) -> Rows:
    """Requests received in the span."""
    return InfoRequest.objects.filter(received_on__gte=span.first, received_on__lte=span.last)


def _open_on(day: datetime.date) -> Rows:
    """Requests received before a day and not decided before it."""
    return InfoRequest.objects.filter(Q(received_on__lt=day) & (Q(counted_on__isnull=True) | Q(counted_on__gte=day)))


def requests_carried_in(span: Span) -> Rows:
    """Requests open when the span began."""
    return _open_on(span.first)


def requests_carried_out(span: Span) -> Rows:
    """Requests open when the span ended."""
    return _open_on(span.last + _DAY)


def requests_closed(span: Span) -> Rows:
    """Requests counted with an outcome in the span; `closing` is the row of the form of 2014."""
    prolonged = Q(is_extended=True) | Q(was_late=True)
    return InfoRequest.objects.filter(counted_on__gte=span.first, counted_on__lte=span.last).annotate(
        closing=Case(When(prolonged, then=Value("extended")), default=Value("on_time"), output_field=CharField())
    )


def remedies(span: Span) -> Rows:
    """Remedies whose result came in the span, and those pending at its end.

    `standing` is the result as of the end, `ended_on` the day of a result within the span.
    """
    ended = Q(result_on__gte=span.first, result_on__lte=span.last)
    pending = Q(notified_on__lte=span.last) & (Q(result_on__isnull=True) | Q(result_on__gt=span.last))
    return Remedy.objects.filter(ended | pending).annotate(
        standing=Case(When(ended, then=F("result")), default=Value(Remedy.Result.PENDING), output_field=CharField()),
        ended_on=Case(When(ended, then=F("result_on"))),
    )


def complaints(span: Span) -> Rows:
    """Complaints of which the agency heard in the span."""
    heard = Q(notified_on__gte=span.first, notified_on__lte=span.last)
    return Remedy.objects.filter(heard, kind=Remedy.Kind.COMPLAINT)


def fees(span: Span) -> Rows:
    """Fees paid in the span."""
    return Fee.objects.filter(paid_on__gte=span.first, paid_on__lte=span.last)


_P = Permission
_OF_ITEM = "item__agency"
_DIVIDED = ("applicant_kind",)
_DOCUMENT = ("document",)
_NORMATIVE = {"document": ("normative", ("rules",))}
SOURCES: dict[str, Source] = {
    each.id: each
    for each in (
        Source("items", items, (), _P.ITEM_VIEW, day="first_published_at"),
        Source("documents.made", documents_made, _DOCUMENT, _P.ITEM_VIEW, _OF_ITEM, day="made_on", usual=_NORMATIVE),
        Source("documents.ended", documents_ended, _DOCUMENT, _P.ITEM_VIEW, _OF_ITEM, day="ended_on", usual=_NORMATIVE),
        Source("documents.in_force", documents_in_force, _DOCUMENT, _P.ITEM_VIEW, _OF_ITEM, usual=_NORMATIVE),
        Source(
            "documents.disclosed",
            documents_disclosed,
            _DOCUMENT,
            _P.ITEM_VIEW,
            _OF_ITEM,
            day="item__first_published_at",
            usual=_NORMATIVE,
        ),
        Source("documents.public", documents_public, _DOCUMENT, _P.ITEM_VIEW, _OF_ITEM, usual=_NORMATIVE),
        Source(
            "activities",
            activities,
            ("kind", "channel", "is_head_present", "answers_concern", "repeats"),
            _P.ACTIVITY_VIEW,
            day="on",
            usual={"repeats": ("nothing", ("item", "record"))},
        ),
        Source(
            "numbers",
            numbers,
            ("activity__kind", "measure"),
            _P.ACTIVITY_VIEW,
            "activity__agency",
            "value",
            day="activity__on",
        ),
        Source("requests.new", requests_new, (*_DIVIDED, "channel"), _P.REQUEST_VIEW, day="received_on"),
        Source("requests.carried_in", requests_carried_in, _DIVIDED, _P.REQUEST_VIEW),
        Source("requests.carried_out", requests_carried_out, _DIVIDED, _P.REQUEST_VIEW),
        Source(
            "requests.closed",
            requests_closed,
            (*_DIVIDED, "counted_outcome", "counted_ground", "closing"),
            _P.REQUEST_VIEW,
            day="counted_on",
        ),
        Source("remedies", remedies, ("kind", "standing"), _P.REQUEST_VIEW, day="ended_on"),
        Source("complaints", complaints, (), _P.REQUEST_VIEW, day="notified_on"),
        Source("fees", fees, (), _P.REQUEST_VIEW, "info_request__agency", "paid_yuan", day="paid_on"),
    )
}
