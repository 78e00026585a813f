"""What speaks against publishing a text: what it says, what attachments hide, doubts about the record. Stops first."""

import dataclasses
import datetime
import functools
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.disclosures.check_models import Dismissal
from gongkai.disclosures.models import Attachment, Item, Revision, StoredFile
from gongkai.disclosures.queries import own_lists, texts
from gongkai.documents.inspection import findings, inspecting
from gongkai.orgs.models import Agency
from gongkai.rules import calendars, metadata

STOP, WARN = "stop", "warn"
PERSONAL = frozenset(
    ("identity_number", "old_identity_number", "phone", "bank_card", "licence_plate", "passport", "address")
)
CLEANABLE = frozenset(("docx", "xlsx", "pdf"))
_NOT_CLEANED = frozenset(
    ("not_searched", "document_number", "bracket", "missing_attachment", "dead_link", "wrong_word", "phrase", "title",
     "name_list", "damaged", "encrypted", "unreadable", "scanned", "wrong_kind", "unsupported_kind")
)  # fmt: skip
# Given at publication, or kept by the system: nobody can mend them in a draft.
_NOT_YET = {"index_no", "published_on", "validity", "editor", "reviewer", "disclosure_reason"}
_FORM_FIELDS = {
    "created_on": "formed_on",
    "org_class": "column",
    "disclosure_kind": "attribute",
    "disclosure_reason": "attribute_reason",
}
_LINK = re.compile(r"""<a\s[^>]*?href=["']([^"']*)["'][^>]*>(.*?)</a>""", re.IGNORECASE | re.DOTALL)
_OWN_PAGE = re.compile(r"^/items/\d+/(\d+)\.html$")
_NOWHERE = re.compile(r"^(?:file:|[A-Za-z]:[\\/]|\\\\|https?://(?:localhost|127\.|192\.168\.|10\.)|#?$)", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """One doubt: a stop must be mended before review, a warning looked at. `field` names the form's field.

    `start` and `end` place it in the plain text of the body (`texts.plain`); -1 where it lies elsewhere. `kind` is one
    of `findings.LABELS`, empty for the record; `text` is what was found, `masked` what may stand in its place.
    """

    severity: str
    field: str
    label: str
    words: str
    start: int = -1
    end: int = -1
    kind: str = ""
    text: str = ""
    masked: str = ""
    file_name: str = ""
    can_mask: bool = False
    dismissed: str = ""

    @property
    def is_stop(self) -> bool:
        """Whether it must be mended; one that somebody let stand need not."""
        return self.severity == STOP and not self.dismissed

    @property
    def is_open(self) -> bool:
        """Whether anybody has yet to look at it."""
        return self.severity in {STOP, WARN} and not self.dismissed

    @property
    def fingerprint(self) -> str:
        """The same words found again in the same field are the same finding."""
        return hashlib.sha256(f"{self.kind}\n{self.field}\n{self.file_name}\n{self.text}".encode()).hexdigest()[:32]


def check(
    revision: Revision,
    *,
    agency: Agency,
    on: datetime.date,
    files: Iterable[tuple[str, StoredFile]] | None = None,
    lists: own_lists.OwnLists | None = None,
    dismissed: Mapping[str, str] | None = None,
) -> list[Finding]:
    """All findings about a revision. No query beyond its column, its attachments and items its text links to.

    One that is not saved has its attachments in `files`: names and stored files. `dismissed` are reasons by
    fingerprint (`dismissals`); what was let stand comes last.
    """
    attached = list(_attached(revision) if files is None else files)
    beside = [name for name, _file in attached]
    found = _in_text(revision.body, revision.title, revision.summary, beside=beside, lists=lists)
    found += _hidden(attached) + _links(revision)
    found += _record(revision, agency, on=on)
    if dismissed:
        found = [_with_reason(each, dismissed) for each in found]
    return sorted(found, key=lambda each: (bool(each.dismissed), not each.is_stop))


def _with_reason(finding: Finding, dismissed: Mapping[str, str]) -> Finding:
    reason = dismissed.get(finding.fingerprint, "") if finding.kind else ""
    return dataclasses.replace(finding, dismissed=reason) if reason else finding


def dismissals(item: Item) -> dict[str, str]:
    """Why findings of an item were let stand, by fingerprint: the reason and who gave it. One query."""
    rows = Dismissal.objects.filter(item=item.pk).select_related("by") if item.pk else ()
    return {row.fingerprint: f"{row.reason}（{row.by.name}）" for row in rows}


def stopped(revisions: Sequence[Revision]) -> set[int]:
    """The keys of those in which something must be mended before anybody may review them. At most two queries."""
    attached: dict[int, list[tuple[str, StoredFile]]] = {each.pk: [] for each in revisions}
    for each in Attachment.objects.filter(revision__in=revisions).select_related("file").order_by("position", "pk"):
        attached[each.revision_id].append((each.name, each.file))
    stops = {each: _stops_of(each, attached[each.pk]) for each in revisions}
    found = {each.item_id: marks for each, marks in stops.items() if marks}
    if found:
        for item, fingerprint in Dismissal.objects.filter(item__in=found).values_list("item", "fingerprint"):
            found[item].discard(fingerprint)
    return {each.pk for each, marks in stops.items() if marks}


def _stops_of(revision: Revision, attached: Sequence[tuple[str, StoredFile]]) -> set[str]:
    beside = tuple(name for name, _file in attached)
    stops = set(_stops_in(revision.body, revision.title, revision.summary, beside))
    return stops | {each.fingerprint for each in _hidden(attached) if each.is_stop}


@functools.lru_cache(maxsize=256)
def _stops_in(body: str, title: str, summary: str, beside: tuple[str, ...]) -> frozenset[str]:
    """The fingerprints of what must be mended. Kept for a while: each step of a review asks about the same text."""
    found = _in_text(body, title, summary, beside=beside)
    return frozenset(each.fingerprint for each in found if each.is_stop)


def _in_text(
    body: str, title: str, summary: str, *, beside: Sequence[str], lists: own_lists.OwnLists | None = None
) -> list[Finding]:
    """What the same search as `gongkai document check` finds in title, summary and text."""
    own = lists or own_lists.OwnLists()
    found = []
    for field, text in (("body", texts.plain(body)), ("title", title), ("summary", summary)):
        inspection = inspecting.inspect_text(
            text,
            tables=texts.tables(body) if field == "body" else (),
            phrase_list=own.exact,
            confused=own.confused,
            beside=beside,
        )
        for each in inspection.findings:
            if each.severity == "info":
                continue
            place = _place(text, each.start) if field == "body" and each.start >= 0 else ""
            shown = each.masked or each.text
            start, end = (each.start, each.end) if field == "body" else (-1, -1)
            raw = text[each.start : each.end] if each.start >= 0 else each.text
            found.append(
                Finding(
                    STOP if each.severity == "block" else WARN,
                    field,
                    findings.LABELS[each.kind],
                    _("%(shown)s%(place)s. %(message)s") % {"shown": shown, "place": place, "message": each.message},
                    start,
                    end,
                    kind=each.kind,
                    text=raw,
                    masked=each.masked,
                    can_mask=each.kind in PERSONAL,
                )
            )
    return found


def _links(revision: Revision) -> list[Finding]:
    """Links of the text that lead nowhere: into somebody's computer, or to an item that is not public."""
    linked = [(match[1].strip(), re.sub("<[^>]+>", "", match[2])) for match in _LINK.finditer(revision.body)]
    own = {match[1]: target for target, _words in linked if (match := _OWN_PAGE.match(target))}
    public = set(Item.objects.public().filter(pk__in=own).values_list("pk", flat=True)) if own else set()
    gone = {target for number, target in own.items() if int(number) not in public}
    return [
        Finding(
            WARN,
            "body",
            findings.LABELS["dead_link"],
            _("The link “%(words)s” leads nowhere: %(target)s") % {"words": words[:40], "target": target[:80]},
            kind="dead_link",
            text=target,
        )
        for target, words in linked
        if target in gone or _NOWHERE.match(target)
    ]


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
        for kind, severity, where, message in (each[:4] for each in file.findings or ()):
            if severity == "info":
                continue
            words = f"{name} {where}：{message}" if where else f"{name}：{message}"
            found.append(
                Finding(
                    STOP if severity == "block" else WARN,
                    "attachments",
                    findings.LABELS[kind],
                    words,
                    kind=kind,
                    text=f"{file.sha256} {where} {message}",
                    file_name=name,
                    can_mask=file.kind in CLEANABLE and kind not in _NOT_CLEANED,
                )
            )
    return found


def _place(text: str, start: int) -> str:
    return _(" in paragraph %(n)d") % {"n": text.count("\n", 0, start) + 1}


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
