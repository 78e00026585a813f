"""Making letters: from the fields of a case and a template to Word files, issued ones with number, day and name."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.documents import filling, printing
from gongkai.events import actions as events
from gongkai.foi.actions import files, kinds, letters, refusals
from gongkai.foi.actions.kinds import By
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.models.handling import Consultation
from gongkai.foi.models.letters import Issue, Letter, LetterVersion
from gongkai.foi.models.templates import LetterTemplate
from gongkai.foi.queries import clearing, letter_values, templates
from gongkai.orgs.models import Agency
from gongkai.rules import letter_wording
from gongkai.rules import letters as law

# What the filed receipt says in the place of the query code.
_CODE_NOT_KEPT = "（已告知申请人，系统不保存）"
_NOT_YET = {"number": "（签发时取号）", "signed_on": "（签发之日）"}


class WrongTemplate(refusals.Because):
    """A Word file that cannot serve as a template."""


def word_of(*, info_request: InfoRequest, kind: str, values: Mapping[str, str]) -> bytes:
    """A letter as a Word file, all filled but number, day and applicant. Raises WrongTemplate, FileLost."""
    own = templates.own(info_request.agency, kind)
    source = files.unseal(own.file) if own else templates.shipped(kind, info_request.regime)
    return _filled(source, values, keep=letter_values.KEPT)


def _filled(source: bytes, values: Mapping[str, str], *, keep: tuple[str, ...] = ()) -> bytes:
    try:
        return filling.fill(source, values, keep=keep)
    except filling.WrongTemplate as fault:
        raise WrongTemplate(fault.message) from fault


def shown(version: LetterVersion) -> bytes | None:
    """A version as a Word file to look at: without number and day, the applicant masked. None without a file."""
    if version.docx is None:
        return None
    applicant = version.letter.info_request.applicant
    return _filled(files.unseal(version.docx), {**_NOT_YET, "applicant": applicant.masked_name})


def finished(issue: Issue) -> bytes | None:
    """An issued letter as a Word file, with its number, its day and the applicant's name. None without a file."""
    if issue.version.docx is None:
        return None
    values = {
        "number": issue.number,
        "signed_on": letter_values.day_words(issue.on),
        "applicant": issue.letter.info_request.applicant.name,
    }
    return _filled(files.unseal(issue.version.docx), values)


def receipt(*, info_request: InfoRequest, values: Mapping[str, str]) -> bytes:
    """The receipt of a request as a Word file, with name and code; it is handed over and not kept."""
    docx = word_of(info_request=info_request, kind="receipt", values=values)
    entered = timezone.localdate(info_request.entered_at)
    filled = {
        "number": info_request.number,
        "signed_on": letter_values.day_words(entered),
        "applicant": info_request.applicant.name,
    }
    return _filled(docx, filled)


@transaction.atomic
def write(
    *,
    info_request: InfoRequest,
    kind: str,
    values: Mapping[str, str],
    by: Person,
    at: datetime.datetime,
    outcome: str = "",
    ground: str = "",
    consultation: Consultation | None = None,
) -> Letter:
    """Begin a letter from its fields (`letter_values.values`). Raises as `letters.draft_letter`, WrongTemplate."""
    docx = word_of(info_request=info_request, kind=kind, values=values)
    return letters.draft_letter(
        info_request=info_request,
        kind=kind,
        title=law.letter(kind).title(info_request.regime),
        body=_text(docx, info_request),
        by=by,
        at=at,
        values=dict(values),
        outcome=outcome,
        ground=ground,
        consultation=consultation,
        remedy=values.get("remedy", ""),
        docx=docx,
    )


@transaction.atomic
def rewrite(
    *,
    letter: Letter,
    values: Mapping[str, str],
    by: Person,
    at: datetime.datetime,
    base: int,
    note: str = "",
    upload: bytes | None = None,
) -> LetterVersion:
    """Add a version: made anew from the fields, or the Word file somebody changed by hand.

    Raises as `letters.revise_letter`, and WrongTemplate for a file with fields nobody knows.
    """
    row = letter.info_request
    if upload is None:
        docx = word_of(info_request=row, kind=letter.kind, values=values)
    else:
        docx = _filled(_checked(upload, letter.kind), values, keep=letter_values.KEPT)
    return letters.revise_letter(
        letter=letter,
        title=law.letter(letter.kind).title(row.regime),
        body=_text(docx, row),
        by=by,
        at=at,
        base=base,
        values=dict(values),
        remedy=values.get("remedy", ""),
        note=note,
        docx=docx,
    )


def _text(docx: bytes, row: InfoRequest) -> str:
    """The words of a letter as reviewers read and compare them."""
    return filling.text(_filled(docx, {**_NOT_YET, "applicant": row.applicant.masked_name}))


@transaction.atomic
def notify(
    *,
    info_request: InfoRequest,
    kind: str,
    values: Mapping[str, str],
    by: Person,
    on: datetime.date,
    at: datetime.datetime,
    consultation: Consultation | None = None,
) -> Letter:
    """Write a notice and send it on its way: issued at once when it needs no clearance, else handed in for it."""
    letter = write(info_request=info_request, kind=kind, values=values, by=by, at=at, consultation=consultation)
    if clearing.needs(letter):
        return letters.submit_letter(letter=letter, by=by, at=at)
    letters.issue_letter(letter=letter, on=on, by=by, at=at)
    return letter


@transaction.atomic
def file_receipt(*, info_request: InfoRequest, by: Person, on: datetime.date, at: datetime.datetime) -> Letter | None:
    """Put the receipt with the case as a letter under its own number, without the query code, which is kept nowhere.

    Once: None when it lies there already. Its PDF is made afterwards, as of every letter.
    """
    if info_request.letters.filter(kind="receipt").exists():
        return None
    values = letter_values.values(letter_values.about(info_request, "receipt", on))
    files_here = info_request.files.count()
    received = _("The request, %(n)d files") % {"n": files_here} if files_here else _("The request")
    values |= {"query_code": _CODE_NOT_KEPT, "items_received": received}
    return notify(info_request=info_request, kind="receipt", values=values, by=by, on=on, at=at)


def put_on_file(*, issue: Issue, by: By, at: datetime.datetime) -> Issue:
    """Make the finished letter and file it, once. Raises printing.NoPrinter: the Word file can still be had."""
    if issue.pdf_id is not None:
        return issue
    docx = finished(issue)
    if docx is None:
        return issue
    return letters.file_issue(issue=issue, docx=docx, pdf=printing.pdf_of(docx), by=by, at=at)


@transaction.atomic
def set_template(*, agency: Agency, kind: str, data: bytes, name: str, by: By, at: datetime.datetime) -> LetterTemplate:
    """Use an agency's own Word file for a kind of letter from now on. Raises WrongTemplate with what is wrong."""
    _checked(data, kind)
    file = files.seal(data=data, name=name, at=at)
    LetterTemplate.objects.filter(agency=agency, kind=kind, retired_at__isnull=True).update(retired_at=at)
    made = LetterTemplate.objects.create(
        agency=agency, kind=kind, file=file, uploaded_as=name[:200], by=kinds.reference(by), at=at
    )
    _record(kinds.TEMPLATE_SET, agency, kind, by, at)
    return made


@transaction.atomic
def retire_template(*, agency: Agency, kind: str, by: By, at: datetime.datetime) -> None:
    """Go back to the template of the agency above, or ours. Raises Because when there is none to retire."""
    rows = LetterTemplate.objects.filter(agency=agency, kind=kind, retired_at__isnull=True)
    if not rows.update(retired_at=at):
        raise refusals.Because(_("There is no own template for this letter."))
    _record(kinds.TEMPLATE_RETIRED, agency, kind, by, at)


def _checked(data: bytes, kind: str) -> bytes:
    try:
        filling.check(data, known=letter_wording.known_fields(kind))
    except filling.WrongTemplate as fault:
        raise WrongTemplate(fault.message, field="file") from fault
    return data


def _record(event: str, agency: Agency, kind: str, by: By, at: datetime.datetime) -> None:
    events.record(
        event,
        by=kinds.reference(by),
        about=agency.reference,
        at=at,
        agency_id=agency.pk,
        data={"letter_kind": kind},
    )
