"""Policy files: which a person sees, and the way of one policy from its first step to its end, as one line of days.

Steps before the issue are noted by hand; issue, interpretation, amendment and repeal the document's records tell.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.accounts.queries import Access
from gongkai.core.permissions import Permission
from gongkai.disclosures.document_models import Interpretation, PolicyFile, PolicyStep
from gongkai.disclosures.models import Ending, Item, Publication


@dataclass(frozen=True)
class Moment:
    """One point of a policy's way: its day, what happened, the item that shows it, numbers and note where there are."""

    on: datetime.date
    kind: str
    words: str
    until: datetime.date | None = None
    item: Item | None = None
    received: int | None = None
    adopted: int | None = None
    note: str = ""
    step_id: int | None = None

    @property
    def title(self) -> str:
        """The title of the item that shows it."""
        if self.item is None:
            return ""
        revision = self.item.public_revision or self.item.revision
        return revision.title if revision else str(self.item)


def visible(access: Access) -> QuerySet[PolicyFile]:
    """The files of agencies a person may see, with the document."""
    rows = PolicyFile.objects.filter(agency__in=access.agencies(Permission.ITEM_VIEW))
    return rows.select_related("agency", "document__public_revision", "document__revision")


def public() -> QuerySet[PolicyFile]:
    """The files of which the public can read the document or the item of a step."""
    shown = PolicyStep.objects.filter(file=OuterRef("pk"), item__state=Item.State.PUBLISHED)
    rows = PolicyFile.objects.filter(Q(document__state=Item.State.PUBLISHED) | Exists(shown))
    return rows.select_related("agency", "document__public_revision")


def open_consultations(*, on: datetime.date) -> QuerySet[PolicyStep]:
    """Consultations the public can read about and that are open on a day, the first to end first. One query."""
    rows = PolicyStep.objects.filter(kind=PolicyStep.Kind.CONSULTATION, on__lte=on, until__gte=on)
    rows = rows.filter(item__in=Item.objects.public()).select_related("item__public_revision")
    return rows.order_by("until", "id")


def naming(item_ids: Iterable[int]) -> set[int]:
    """The files whose pages name one of these items: as document, step, interpretation or act. One query."""
    ids = list(item_ids)
    of_document = Q(document__in=ids) | Q(document__interpretations__item__in=ids)
    of_document |= Q(document__endings__act__in=ids) | Q(document__endings__successor__in=ids)
    found = PolicyFile.objects.filter(of_document | Q(steps__item__in=ids))
    return set(found.values_list("pk", flat=True))


def way(file: PolicyFile, *, public_only: bool = False) -> list[Moment]:
    """The whole way of a policy, the earliest first. At most four queries.

    `public_only` leaves out notes and whatever the public cannot read.
    """
    found = _steps(file, public_only=public_only)
    if file.document_id is not None:
        document = Item.objects.select_related("public_revision", "revision").get(pk=file.document_id)
        if document.is_public or not public_only:
            found += _of_document(document, public_only=public_only)
    order = {kind: number for number, kind in enumerate([*PolicyStep.Kind.values, "issue", "interpretation"])}
    return sorted(found, key=lambda each: (each.on, order.get(each.kind, len(order))))


def _steps(file: PolicyFile, *, public_only: bool) -> list[Moment]:
    rows = file.steps.select_related("item__public_revision", "item__revision").order_by("on", "pk")
    found = []
    for each in rows:
        item = each.item if each.item and (each.item.is_public or not public_only) else None
        found.append(
            Moment(
                each.on,
                each.kind,
                str(each.get_kind_display()),
                each.until,
                item,
                each.received,
                each.adopted,
                "" if public_only else each.note,
                each.pk,
            )
        )
    return found


def _of_document(document: Item, *, public_only: bool) -> list[Moment]:
    revision = document.public_revision or document.revision
    assert revision is not None
    found = []
    published = timezone.localdate(document.first_published_at) if document.first_published_at else None
    if issued := revision.formed_on or published:
        found.append(Moment(issued, "issue", pgettext("policy", "Issued"), item=document))
    if published and published != issued:
        found.append(Moment(published, "published", _("Made public"), item=document))
    if revision.effective_on and revision.effective_on != issued:
        found.append(Moment(revision.effective_on, "effective", _("Takes effect"), item=document))
    links = Interpretation.objects.filter(document=document)
    for each in links.select_related("item__public_revision", "item__revision"):
        at = each.item.first_published_at
        if each.item.is_public and at is not None:
            words = _("Interpretation (%(kind)s)") % {"kind": each.get_kind_display()}
            found.append(Moment(timezone.localdate(at), "interpretation", words, item=each.item))
        elif not public_only:
            words = _("Interpretation under way (%(kind)s)") % {"kind": each.get_kind_display()}
            found.append(Moment(timezone.localdate(each.at), "interpretation", words, item=each.item))
    return found + _turns(document, public_only=public_only) + _corrections(document, public_only=public_only)


def _turns(document: Item, *, public_only: bool) -> list[Moment]:
    rows = document.endings.exclude(kind=Ending.Kind.WITHDRAW)
    found = []
    for each in rows.select_related("act__public_revision", "act__revision", "successor__public_revision"):
        item = each.act or each.successor
        if item is not None and public_only and not item.is_public:
            item = None
        note = each.public_note if public_only else each.reason
        found.append(Moment(each.on, each.kind, str(each.get_kind_display()), item=item, note=note))
    return found


def _corrections(document: Item, *, public_only: bool) -> list[Moment]:
    rows = Publication.objects.filter(item=document).order_by("at", "pk")[1:]
    return [
        Moment(timezone.localdate(each.at), "corrected", _("Text put right"), item=document, note=each.note)
        for each in rows
    ]
