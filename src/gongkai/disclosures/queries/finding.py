"""Finding an item by what a person writes: its index number, its document number, or the number of its page."""

from django.db.models import Q, QuerySet

from gongkai.disclosures.models import Item


def by_number(wanted: str, rows: QuerySet[Item]) -> Item | None:
    """The first of these items that bears a number; None where none does. One query."""
    text = wanted.strip().lstrip("#")
    if not text:
        return None
    named = Q(index_no=text) | Q(public_revision__doc_no=text) | Q(revision__doc_no=text)
    if text.isdecimal() and len(text) < 16:
        named |= Q(pk=int(text))
    return rows.filter(named).select_related("agency", "revision", "public_revision").order_by("pk").first()
