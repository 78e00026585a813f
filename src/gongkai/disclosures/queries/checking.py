"""What speaks against publishing a text: personal data, what attachments hide, doubts about the record. Stops first."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.disclosures.models import Revision, StoredFile
from gongkai.disclosures.queries import texts
from gongkai.documents.inspection import findings
from gongkai.language import personal_data
from gongkai.orgs.models import Agency
from gongkai.rules import calendars, document_numbers, metadata

STOP, WARN = "stop", "warn"
# Given at publication, or kept by the system: nobody can mend them in a draft.
_NOT_YET = {"index_no", "published_on", "validity", "editor", "reviewer", "disclosure_reason"}
_FORM_FIELDS = {
    "created_on": "formed_on",
    "org_class": "column",
    "disclosure_kind": "attribute",
    "disclosure_reason": "attribute_reason",
}


@dataclass(frozen=True)
class Finding:
    """One doubt: a stop must be mended before review, a warning looked at. `field` names the form's field.

    `start` and `end` place it in the plain text of the body (`texts.plain`); -1 where it lies elsewhere.
    """

    severity: str
    field: str
    label: str
    words: str
    start: int = -1
    end: int = -1

    @property
    def is_stop(self) -> bool:
        """Whether it must be mended."""
        return self.severity == STOP


def check(
    revision: Revision, *, agency: Agency, on: datetime.date, files: Iterable[tuple[str, StoredFile]] | None = None
) -> list[Finding]:
    """All findings about a revision. No query beyond its column and its attachments.

    One that is not saved has its attachments in `files`: names and stored files.
    """
    attached = _attached(revision) if files is None else files
    found = _personal(revision) + _hidden(attached) + _numbers(revision) + _record(revision, agency, on=on)
    return sorted(found, key=lambda each: not each.is_stop)


def has_stop(revision: Revision) -> bool:
    """Whether something in a revision must be mended before anybody may review it."""
    return any(each.is_stop for each in _personal(revision) + _hidden(_attached(revision)))


def _personal(revision: Revision) -> list[Finding]:
    found = []
    parts = {"body": texts.plain(revision.body), "title": revision.title, "summary": revision.summary}
    for field, text in parts.items():
        for each in personal_data.find(text):
            place = _place(text, each.start) if field == "body" else ""
            words = _("%(masked)s%(place)s. Take it out, or put an office number in its place.") % {
                "masked": each.masked,
                "place": place,
            }
            start, end = (each.start, each.end) if field == "body" else (-1, -1)
            severity = STOP if each.severity == "block" else WARN
            found.append(Finding(severity, field, each.label, words, start, end))
    return found


def _attached(revision: Revision) -> list[tuple[str, StoredFile]]:
    return [(each.name, each.file) for each in revision.attachments.all()] if revision.pk else []


def _hidden(files: Iterable[tuple[str, StoredFile]]) -> list[Finding]:
    """What the inspection of the attachments found (`documents.inspection`), without its mere remarks."""
    found = []
    for name, file in files:
        if file.findings is None:
            found.append(
                Finding(
                    WARN, "attachments", name, _("It has not been looked into yet; that is done when it is submitted.")
                )
            )
        for kind, severity, where, message in file.findings or ():
            if severity == "info":
                continue
            words = f"{name} {where}：{message}" if where else f"{name}：{message}"
            found.append(Finding(STOP if severity == "block" else WARN, "attachments", findings.LABELS[kind], words))
    return found


def _place(text: str, start: int) -> str:
    return _(" in paragraph %(n)d") % {"n": text.count("\n", 0, start) + 1}


def _numbers(revision: Revision) -> list[Finding]:
    found = []
    text = texts.plain(revision.body)
    for each in document_numbers.find_all(text):
        written = text[each.start : each.end]
        if each.number.value != written:
            words = _("“%(written)s” should be written “%(proper)s”.") % {
                "written": written,
                "proper": each.number.value,
            }
            found.append(Finding(WARN, "body", _("Document number"), words, each.start, each.end))
    return found


def _record(revision: Revision, agency: Agency, *, on: datetime.date) -> list[Finding]:
    column = revision.column
    record = {
        "publisher": agency.name,
        "title": revision.title,
        "doc_no": revision.doc_no,
        "topic": revision.topic,
        "genre": revision.genre,
        "org_class": column.name if column else "",
        "formed_on": revision.formed_on,
        "effective_on": revision.effective_on,
        "expires_on": revision.expires_on,
        "keywords": revision.keywords,
        "summary": revision.summary,
        "attribute": revision.attribute,
        "attribute_reason": revision.attribute_reason,
        "responsible_unit": revision.responsible_unit,
        "source": revision.source,
        "legal_item": revision.legal_item or (column.legal_item if column else ""),
    }
    given = {name: value for name, value in record.items() if value}
    labels = {each.id: each.label for each in metadata.fields()}
    return [
        Finding(WARN, _FORM_FIELDS.get(each.field, each.field), labels[each.field], each.sentence)
        for each in metadata.check(given, calendar=calendars.Calendar.load(), on=on)
        if each.field not in _NOT_YET
    ]
