"""Clean-up campaigns: which a person sees, how far they are, and what became of each document."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.accounts.queries import Access
from gongkai.core.permissions import Permission
from gongkai.disclosures.document_models import Cleanup, CleanupEntry
from gongkai.disclosures.models import Ending, Item
from gongkai.disclosures.queries import normative
from gongkai.orgs.models import Agency

Verdict = CleanupEntry.Verdict


@dataclass(frozen=True)
class Progress:
    """How far a campaign is: documents by verdict, and how many verdicts are still to be carried out."""

    total: int
    keep: int
    amend: int
    repeal: int
    lapse: int
    to_end: int
    to_amend: int

    @property
    def undecided(self) -> int:
        """Documents without a verdict."""
        return self.total - self.decided

    @property
    def decided(self) -> int:
        """Documents with one."""
        return self.keep + self.amend + self.repeal + self.lapse

    @property
    def share(self) -> int:
        """Hundredths of the documents that have a verdict."""
        return self.decided * 100 // self.total if self.total else 0


def visible(access: Access) -> QuerySet[Cleanup]:
    """The campaigns that cover an agency a person may see: of these agencies and of all above them."""
    agencies = access.agencies(Permission.ITEM_VIEW)
    below = agencies.filter(path__startswith=OuterRef("agency__path"))
    return Cleanup.objects.filter(Exists(below)).select_related("agency", "announcement__public_revision")


def kept_by(access: Access) -> QuerySet[Agency]:
    """The agencies for which a person may begin, prolong and close campaigns."""
    return access.agencies(Permission.AGENCY_EDIT)


def entries(cleanup: Cleanup, access: Access) -> QuerySet[CleanupEntry]:
    """The documents of a campaign in agencies a person may see, with what a line shows."""
    rows = cleanup.entries.filter(item__agency__in=access.agencies(Permission.ITEM_VIEW))
    return with_outcome(rows).select_related("item__agency", "item__public_revision", "item__revision")


def judged_by(cleanup: Cleanup, access: Access) -> QuerySet[CleanupEntry]:
    """The documents of a campaign on which a person may give a verdict: of agencies where they write."""
    return entries(cleanup, access).filter(item__agency__in=access.agencies(Permission.ITEM_DRAFT))


def with_outcome(rows: QuerySet[CleanupEntry]) -> QuerySet[CleanupEntry]:
    """The entries with `is_amended`: an amendment was made since the campaign began."""
    since = Ending.objects.filter(item=OuterRef("item"), kind=Ending.Kind.AMEND, at__gte=OuterRef("cleanup__at"))
    return rows.annotate(is_amended=Exists(since))


def open_entries(rows: QuerySet[CleanupEntry]) -> QuerySet[CleanupEntry]:
    """Those whose verdict is not carried out yet."""
    over = Q(item__validity__in=normative.OVER) | Q(item__state=Item.State.WITHDRAWN)
    ends = Q(verdict__in=[Verdict.REPEAL, Verdict.LAPSE]) & ~over
    amends = Q(verdict=Verdict.AMEND, is_amended=False) & ~over
    return rows.filter(ends | amends)


def outcome(entry: CleanupEntry) -> str:
    """What became of an entry of `with_outcome`, in words; empty while nothing has to."""
    if not entry.verdict:
        return ""
    if entry.verdict == Verdict.KEEP:
        return _("stays in force")
    if entry.item.validity in normative.OVER:
        return str(Item.Validity(entry.item.validity).label)
    if entry.verdict == Verdict.AMEND and entry.is_amended:  # type: ignore[attr-defined]
        return _("amended")
    return _("to be amended") if entry.verdict == Verdict.AMEND else _("to be carried out")


def progress(cleanup: Cleanup) -> Progress:
    """How far a campaign is. One query."""
    return progresses([cleanup])[cleanup.pk]


def progresses(found: list[Cleanup]) -> dict[int, Progress]:
    """How far campaigns are. One query."""
    rows = with_outcome(CleanupEntry.objects.filter(cleanup__in=found))
    over = Q(item__validity__in=normative.OVER) | Q(item__state=Item.State.WITHDRAWN)
    counted = (
        rows.order_by()
        .values("cleanup_id")
        .annotate(
            total=Count("pk"),
            keep=Count("pk", filter=Q(verdict=Verdict.KEEP)),
            amend=Count("pk", filter=Q(verdict=Verdict.AMEND)),
            repeal=Count("pk", filter=Q(verdict=Verdict.REPEAL)),
            lapse=Count("pk", filter=Q(verdict=Verdict.LAPSE)),
            to_end=Count("pk", filter=Q(verdict__in=[Verdict.REPEAL, Verdict.LAPSE]) & ~over),
            to_amend=Count("pk", filter=Q(verdict=Verdict.AMEND, is_amended=False) & ~over),
        )
    )
    by_id = {row["cleanup_id"]: _progress(row) for row in counted}
    return {each.pk: by_id.get(each.pk, Progress(0, 0, 0, 0, 0, 0, 0)) for each in found}


def _progress(row: Mapping[str, Any]) -> Progress:
    return Progress(**{field.name: row[field.name] for field in fields(Progress)})


def closed() -> QuerySet[Cleanup]:
    """The campaigns whose results are public, the newest first."""
    rows = Cleanup.objects.filter(closed_at__isnull=False, announcement__state=Item.State.PUBLISHED)
    return rows.select_related("agency", "announcement__public_revision").order_by("-closed_at", "-pk")


def is_late(cleanup: Cleanup, *, on: datetime.date) -> bool:
    """Whether the last day for verdicts has passed."""
    return not cleanup.is_closed and on > cleanup.due_on
