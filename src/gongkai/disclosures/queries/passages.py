"""Where marked words stand in a revision, and the remarks on it as notes in the margin."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from gongkai.disclosures.models import Revision
from gongkai.disclosures.queries import texts
from gongkai.disclosures.queries.beside import Note
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


def notes(remarks: Iterable[Note]) -> list[Finding]:
    """Remarks on words of the body as notes that stand beside them."""
    return [
        Finding(
            MARK,
            "body",
            _("%(name)s marked this") % {"name": each.name},
            each.text or each.quote,
            each.start,
            each.start + len(each.quote),
        )
        for each in remarks
        if each.start is not None and each.quote
    ]
