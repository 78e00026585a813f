"""The records that figures are counted from: each source is one kind of record within a span, and how it is divided.

A source is filtered by agency and by the values of its fields, nothing else; so the number counted over a tree and the
list behind one figure are the same rows.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from gongkai.activities.models.records import Activity, Number
from gongkai.core.permissions import Permission
from gongkai.disclosures.document_models import Interpretation
from gongkai.disclosures.models import NEVER, Ending, Item, Revision
from gongkai.disclosures.queries import normative
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.models.handling import Fee
from gongkai.foi.models.remedies import Remedy
from gongkai.statistics.queries.spans import DAY, Span

Rows = QuerySet[Any]


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
    # The rows that some agencies can have at most, where indexes alone tell them.
    nearby: Callable[[Sequence[int]], Q] | None = None

    @property
    def is_moment(self) -> bool:
        """Whether `day` is a moment rather than a date."""
        return self.day.endswith("_at")


def items(span: Span) -> Rows:
    """Items that became public in the span and were not withdrawn by its end."""
    rows = Item.objects.filter(first_published_at__gte=span.begins_at, first_published_at__lt=span.ends_at)
    return rows.exclude(Q(state=Item.State.WITHDRAWN) & Exists(normative.withdrawals("pk", span.last)))


def items_explaining(span: Span) -> Rows:
    """Items that explain a document, each once, that became public in the span and were not withdrawn by its end."""
    return items(span).filter(Exists(Interpretation.objects.filter(item=OuterRef("pk"))))


# --- documents: regulations and normative documents over their life ---


def documents(span: Span) -> Rows:
    """The counted text of each regulation or normative document that was not withdrawn by the end of the span."""
    return normative.documents(on=span.last)


def _formed_by(rows: Rows, on: datetime.date) -> Rows:
    """Rows made by a day in an order that an index has, `listed_on`; the day is said so that reading begins there."""
    return rows.annotate(listed_on=Coalesce("formed_on", NEVER)).filter(listed_on__lte=on)


def documents_made(span: Span) -> Rows:
    """Documents made in the span."""
    formed = Q(formed_on__gte=span.first, formed_on__lte=span.last)
    published = Q(item__first_published_at__gte=span.begins_at, item__first_published_at__lt=span.ends_at)
    rows = documents(span).filter(formed | (Q(formed_on__isnull=True) & published))
    return _formed_by(rows, span.last)


def documents_ended(span: Span) -> Rows:
    """Documents repealed, declared void or expired in the span, and still so at its end; `ended_on` is the day."""
    rows, now = normative.ended(documents(span).filter(normative.made_by(span.last)), span.last, "standing")
    rows, before = normative.ended(rows, span.first - DAY, "standing_before")
    noted = Ending.objects.filter(
        item=OuterRef("item"), kind__in=normative.ENDED, on__gte=span.first, on__lte=span.last
    )
    last = Subquery(noted.order_by("-on", "-id").values("on")[:1])
    # Nothing else can have ended in the span; said first, it spares looking up how every document stood.
    candidates = Ending.objects.filter(kind__in=normative.ENDED, on__gte=span.first, on__lte=span.last)
    expired = Revision.objects.filter(expires_on__gte=span.first - DAY, expires_on__lt=span.last).exclude(doc_no="")
    items = candidates.values("item").union(expired.values("item"))
    return rows.filter(item__in=items).filter(now).exclude(before).annotate(ended_on=Coalesce(last, F("expires_on")))


def documents_in_force(span: Span) -> Rows:
    """Documents in force at the end of the span."""
    return _formed_by(normative.in_force(on=span.last), span.last)


def documents_disclosed(span: Span) -> Rows:
    """Documents that became public in the span."""
    return documents(span).filter(
        item__first_published_at__gte=span.begins_at, item__first_published_at__lt=span.ends_at
    )


def documents_public(span: Span) -> Rows:
    """Documents that the public could read at the end of the span and that had not ended."""
    rows, ended = normative.ended(
        documents(span).filter(item__first_published_at__lt=span.ends_at), span.last, "standing"
    )
    return rows.exclude(ended)


# --- activities ---


def _recorded(span: Span, prefix: str = "") -> Q:
    happened = Q(**{f"{prefix}on__isnull": True}) | Q(**{f"{prefix}on__gte": span.first, f"{prefix}on__lte": span.last})
    return Q(**{f"{prefix}struck_at__isnull": True, f"{prefix}year": span.year}) & happened


def activities(span: Span) -> Rows:
    """Recorded activities; `repeats` tells whether one repeats an item or another record, or nothing.

    An interpretation that stands as an item beside its document is counted there and not here.
    """
    explains = Q(kind="interpretation") & Exists(Interpretation.objects.filter(item=OuterRef("item")))
    return (
        Activity.objects.filter(_recorded(span))
        .exclude(explains)
        .annotate(
            repeats=Case(
                When(item__isnull=False, then=Value("item")),
                When(same_as__isnull=False, then=Value("record")),
                default=Value("nothing"),
                output_field=CharField(),
            )
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
    return _open_on(span.last + DAY)


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
_NORMATIVE = {"document": ("normative", ("rules",))}


def _document(id: str, rows: Callable[[Span], Rows], day: str = "") -> Source:
    return Source(id, rows, ("document",), _P.ITEM_VIEW, _OF_ITEM, day=day, usual=_NORMATIVE, nearby=normative.numbered)


SOURCES: dict[str, Source] = {
    each.id: each
    for each in (
        Source("items", items, (), _P.ITEM_VIEW, day="first_published_at"),
        Source("items.explaining", items_explaining, (), _P.ITEM_VIEW, day="first_published_at"),
        _document("documents.made", documents_made, "made_on"),
        _document("documents.ended", documents_ended, "ended_on"),
        _document("documents.in_force", documents_in_force),
        _document("documents.disclosed", documents_disclosed, "item__first_published_at"),
        _document("documents.public", documents_public),
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
