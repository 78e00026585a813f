"""Where marked words stand in a revision, and the remarks on it as notes in the margin."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongkai.disclosures.chain_models import Remark
from gongkai.disclosures.models import Revision
from gongkai.disclosures.queries import texts
from gongkai.disclosures.queries.checking import Finding

MARK = "mark"


def find(revision: Revision, quote: str) -> int | None:
    """Where words begin in the plain text; -1 when they stand in the title or summary; None when nowhere."""
    wanted = quote.strip()
    if not wanted:
        return None
    at = texts.plain(revision.body).find(wanted)
    if at >= 0:
        return at
    return -1 if wanted in revision.title or wanted in revision.summary else None


def of(revision: Revision) -> QuerySet[Remark]:
    """All remarks on a revision in the order they were made, with their authors."""
    return Remark.objects.filter(revision=revision).select_related("person", "clearance").order_by("at", "id")


def notes(remarks: Iterable[Remark]) -> list[Finding]:
    """Remarks on words of the body as notes that stand beside them."""
    return [
        Finding(
            MARK,
            "body",
            _("%(name)s marked this") % {"name": each.person.name},
            each.text or each.quote,
            each.start,
            each.start + len(each.quote),
        )
        for each in remarks
        if each.start is not None and each.quote
    ]
