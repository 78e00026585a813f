"""The end of keeping: personal data of long closed cases are erased, everywhere they lie, with a record."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.foi.actions import files, kinds, ledger, refusals
from gongkai.foi.actions.kinds import By
from gongkai.foi.models.cases import Applicant, CaseFile, InfoRequest, RequestText, SealedFile
from gongkai.foi.models.clock import Decision
from gongkai.foi.models.handling import Consultation, Erasure, Note
from gongkai.foi.models.letters import Issue, LetterVersion
from gongkai.foi.models.making import Making


def kept_until(closed_on: datetime.date, years: int) -> datetime.date:
    """The last day on which the personal data of a case are kept: so many years after the end of its year."""
    return datetime.date(closed_on.year + years, 12, 31)


def erase_due(*, years: int, by: By, at: datetime.datetime, limit: int) -> int:
    """Erase cases whose time of keeping is over, oldest first, each in its own transaction. Returns how many."""
    last = datetime.date(ledger.local_day(at).year - years - 1, 12, 31)
    due = InfoRequest.objects.filter(erased_at__isnull=True, closed_on__lte=last)
    due = due.exclude(remedies__result="pending").order_by("closed_on", "id")
    count = 0
    for row in due[:limit]:
        erase(info_request=row, years=years, by=by, at=at)
        count += 1
    return count


@transaction.atomic
def erase(*, info_request: InfoRequest, years: int, by: By, at: datetime.datetime) -> Erasure:
    """Erase the personal data of a closed case whose years are over; number, days, outcome and letters' hashes stay.

    Raises Because while it must be kept: open, in a remedy, or within its years. The bytes of files are removed with
    the commit.
    """
    book = ledger.open_book(info_request, by=by, at=at)
    row = book.row
    if row.erased_at is not None:
        raise refusals.Erased
    if row.closed_on is None or row.remedies.filter(result="pending").exists():
        raise refusals.Because(_("The case is still open, or a remedy is pending."))
    until = kept_until(row.closed_on, years)
    if ledger.local_day(at) <= until:
        raise refusals.Because(_("It is kept until %(day)s.") % {"day": until.isoformat()})
    erasure = Erasure.objects.create(
        info_request=row,
        rule=f"GONGKAI_REQUEST_YEARS={years}",
        kept_until=until,
        by=kinds.reference(by),
        at=at,
        counts=_counts(row),
    )
    _empty(row, at)
    row.subject, row.terms, row.erased_at = "", "", at
    row.changed_at = at
    row.save(update_fields=["subject", "terms", "erased_at", "changed_at"])
    book.record(kinds.ERASED, kept_until=until.isoformat())
    book.refresh(info_request)
    return erasure


def _counts(row: InfoRequest) -> dict[str, int]:
    return {
        "texts": row.texts.count(),
        "files": len(_files(row)),
        "letters": LetterVersion.objects.filter(letter__info_request=row).count(),
        "consultations": row.consultations.count(),
        "notes": row.notes.count(),
    }


def _files(row: InfoRequest) -> list[SealedFile]:
    """Every sealed file of a case: those put with it, and those of its letters."""
    ids: set[Any] = set(CaseFile.objects.filter(info_request=row).values_list("file_id", flat=True))
    for pair in LetterVersion.objects.filter(letter__info_request=row).values_list("docx_id", "pdf_id"):
        ids.update(pair)
    for pair in Issue.objects.filter(letter__info_request=row).values_list("docx_id", "pdf_id"):
        ids.update(pair)
    ids.update(Making.objects.filter(info_request=row).values_list("result_id", flat=True))
    return list(SealedFile.objects.filter(pk__in=ids - {None}, erased_at__isnull=True))


def _empty(row: InfoRequest, at: datetime.datetime) -> None:
    blank = dict.fromkeys(Applicant.personal_fields, "")
    Applicant.objects.filter(pk=row.applicant_id).update(**blank, wants_updates=False, erased_at=at)
    RequestText.objects.filter(info_request=row).update(description="", features="", purpose="")
    Note.objects.filter(info_request=row).update(text="")
    Decision.objects.filter(info_request=row).update(reasons="")
    LetterVersion.objects.filter(letter__info_request=row).update(values="", body="")
    Consultation.objects.filter(info_request=row).update(party_name="", party_contact="", opinion_reason="")
    CaseFile.objects.filter(info_request=row).update(name="")
    Making.objects.filter(info_request=row).update(marks="", report="")
    for file in _files(row):
        files.erase(file, at=at)
