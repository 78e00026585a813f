"""Which Word template a letter is made from: the agency's own, one of an agency above it, or ours."""

from gongkai.documents import word_forms
from gongkai.foi.models.templates import LetterTemplate
from gongkai.orgs.models import Agency
from gongkai.rules import letter_wording, letters


def own(agency: Agency, kind: str) -> LetterTemplate | None:
    """The template in force for a kind of letter: the agency's own, or that of the nearest agency above. One query."""
    rows = LetterTemplate.objects.filter(agency__in=agency.ancestor_ids, kind=kind, retired_at__isnull=True)
    found = {row.agency_id: row for row in rows.select_related("file", "agency")}
    return next((found[pk] for pk in reversed(agency.ancestor_ids) if pk in found), None)


def of_agency(agency: Agency) -> dict[str, LetterTemplate]:
    """The templates an agency has set itself, by kind. One query."""
    rows = LetterTemplate.objects.filter(agency=agency, retired_at__isnull=True).select_related("file")
    return {row.kind: row for row in rows}


def shipped(kind: str, regime: str) -> bytes:
    """Our own template of a letter as a Word file. Raises ValueError for a letter the Regulation does not know."""
    letter = letters.letter(kind)
    to = letter_wording.addressee(kind)
    lines = tuple(word_forms.Line(each.text, each.when, each.look) for each in letter_wording.wording(kind))
    return word_forms.build(
        word_forms.Form(
            title=letter.title(regime),
            addressee=to,
            lines=lines,
            has_seal=letter.has_seal,
            has_remedy=letter.has_remedy,
        )
    )
