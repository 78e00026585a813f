"""What is due around documents for a person: interpretations nobody has published, verdicts nobody has given."""

import datetime

from django.db.models import QuerySet

from gongkai.accounts.queries import Access
from gongkai.core.permissions import Permission
from gongkai.disclosures.document_models import CleanupEntry
from gongkai.disclosures.models import Item, Revision
from gongkai.disclosures.queries import normative

MOST = 60


def to_explain(access: Access, *, on: datetime.date) -> QuerySet[Item]:
    """Public documents without interpretation that a person wrote, or that belong to the person's own agency."""
    numbered = Revision.objects.exclude(doc_no="").values("pk")
    # Each by its own index: joined by or, the database would read every item.
    mine = numbered.filter(author=access.person).union(numbered.filter(item__agency=access.person.home_id))
    agencies = access.agencies(Permission.ITEM_DRAFT)
    owed = normative.owing(normative.documents(on=on), on=on).filter(pk__in=mine, item__agency__in=agencies)
    return Item.objects.filter(pk__in=owed.order_by().values("item_id")).order_by("first_published_at", "id")[:MOST]


def to_judge(access: Access) -> QuerySet[Item]:
    """Documents without a verdict in open campaigns, in agencies for which a person writes."""
    entries = CleanupEntry.objects.filter(verdict="", cleanup__closed_at__isnull=True)
    wanted = Item.objects.filter(pk__in=entries.values("item_id"), agency__in=access.agencies(Permission.ITEM_DRAFT))
    return wanted.order_by("id")[:MOST]
