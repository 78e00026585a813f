"""The applicant's look at a case: found by number and query code only."""

from django.db.models import QuerySet

from gongkai.foi.models.cases import CaseFile, InfoRequest
from gongkai.foi.models.letters import Letter
from gongkai.foi.queries import codes
from gongkai.rules import letters


def find(number: str, code: str) -> InfoRequest | None:
    """The request of a number, if the query code is its own; else None, whichever of the two was wrong. One query."""
    number = "".join(number.split())
    rows = InfoRequest.objects.filter(number=number).select_related("agency", "applicant")[:20]
    found = None
    for row in rows:
        if codes.is_code(code, row):
            found = row
    return found


def by_email(number: str, email: str) -> list[InfoRequest]:
    """The requests of a number whose applicant gave this e-mail address. One query."""
    rows = InfoRequest.objects.filter(number="".join(number.split()), erased_at__isnull=True)
    wanted = email.strip().casefold()
    return [row for row in rows.select_related("applicant")[:20] if row.applicant.email.casefold() == wanted]


def letters_of(info_request: InfoRequest) -> list[Letter]:
    """The issued letters addressed to the applicant, oldest first, with number and files. One query."""
    rows = info_request.letters.filter(state=Letter.State.ISSUED).select_related("issue__pdf", "issue__docx")
    return [row for row in rows.order_by("issue__on", "id") if letters.letter(row.kind).to == "applicant"]


def files_of(info_request: InfoRequest) -> QuerySet[CaseFile]:
    """The files released to the applicant, oldest first."""
    rows = info_request.files.filter(kind=CaseFile.Kind.RELEASED, released_on__isnull=False)
    return rows.select_related("file").order_by("id")
