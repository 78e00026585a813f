"""What people do about findings: let one stand with a reason, mask one by one click, keep the office's word lists."""

import datetime
import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.disclosures.actions import drafting, files, kinds, refusals
from gongkai.disclosures.actions.kinds import By
from gongkai.disclosures.check_models import Dismissal, Masking, WordList
from gongkai.disclosures.models import Item, Revision
from gongkai.disclosures.queries import checking, own_lists
from gongkai.documents import faults
from gongkai.documents.inspection import inspecting
from gongkai.documents.redaction import marks, pdf_release, sheet_release, word_release
from gongkai.events import actions as events
from gongkai.language import confusables, phrases
from gongkai.orgs.models import Agency

State = Item.State


@transaction.atomic
def dismiss(*, item: Item, fingerprint: str, reason: str, by: Person, at: datetime.datetime) -> Dismissal:
    """Let a finding of the newest revision stand, with the reason every reviewer reads.

    Raises ReasonMissing, NotMaskable when it is no longer there.
    """
    if not reason.strip():
        raise refusals.ReasonMissing
    row = drafting.locked(item)
    finding = _finding(row, fingerprint, on=timezone.localdate(at))
    made, is_new = Dismissal.objects.get_or_create(
        item=row,
        fingerprint=fingerprint,
        defaults={
            "label": finding.label[:40],
            "words": finding.words[:400],
            "reason": reason.strip()[:200],
            "by": by,
            "at": at,
        },
    )
    if is_new:
        drafting.record(kinds.DISMISSED_FINDING, row, by, at, label=finding.label, reason=made.reason)
    return made


@transaction.atomic
def mask(*, item: Item, fingerprint: str, by: Person, at: datetime.datetime) -> Revision:
    """Mask a finding: in the text its letters, in a file by a cleaned copy. A new revision; the original is sealed.

    Raises NotMaskable, WrongState (in review or public), FileLost.
    """
    row = drafting.locked(item, State.DRAFT, State.RETURNED, State.CLEARED, State.PUBLISHED)
    finding = _finding(row, fingerprint, on=timezone.localdate(at))
    original = row.revision
    assert original is not None
    if not finding.can_mask:
        raise refusals.NotMaskable
    content = drafting.content_of(original)
    if finding.file_name:
        content, count = _without_in_file(content, finding, at=at)
    else:
        content, count = _without_in_text(content, finding)
    note = _("Masked: %(label)s") % {"label": finding.label}
    revision = drafting.revise(item=row, by=by, content=content, at=at, base=original.number, note=note)
    for each in _carrying(row, finding, before=revision.number):
        Masking.objects.create(
            original=each,
            revision=revision,
            label=finding.label[:40],
            file_name=finding.file_name,
            count=count,
            by=by,
            at=at,
        )
    drafting.record(kinds.MASKED, row, by, at, label=finding.label)
    drafting.refresh(item, row)
    return revision


def _finding(row: Item, fingerprint: str, *, on: datetime.date) -> checking.Finding:
    assert row.revision is not None
    found = checking.check(row.revision, agency=row.agency, on=on, lists=own_lists.of(row.agency))
    for each in found:
        if each.kind and each.fingerprint == fingerprint:
            return each
    raise refusals.NotMaskable


def _without_in_text(content: drafting.Content, finding: checking.Finding) -> tuple[drafting.Content, int]:
    """Every place of these letters masked, also where tags stand between them."""
    letters = [each for each in finding.text if not each.isspace()]
    shown = [each for each in finding.masked if not each.isspace()]
    if len(letters) != len(shown):
        raise refusals.NotMaskable
    form = re.compile(r"((?:<[^>]*>|\s)*)".join(f"({re.escape(each)})" for each in letters))

    def masked(match: re.Match[str]) -> str:
        between = [match[2 * place] or "" for place in range(1, len(letters))]
        return "".join(letter + gap for letter, gap in zip(shown, [*between, ""], strict=True))

    values = {**vars(content)}
    values[finding.field], count = form.subn(masked, getattr(content, finding.field))
    if not count:
        raise refusals.NotMaskable
    return drafting.Content(**values), count


def _without_in_file(
    content: drafting.Content, finding: checking.Finding, *, at: datetime.datetime
) -> tuple[drafting.Content, int]:
    """A cleaned copy of the file in place of it: nothing hidden, and no personal number that stops a release."""
    attached = list(content.attachments)
    place = next(number for number, each in enumerate(attached) if each.name == finding.file_name)
    stored, name = attached[place].file, attached[place].name
    data = files.read_file(stored)
    found = inspecting.inspect(data, name).findings
    wanted = [
        each
        for each in found
        if each.kind in checking.PERSONAL and (each.severity == "block" or each.message in finding.text)
    ]
    quotes = [marks.Quote(text, "personal") for text in dict.fromkeys(each.text for each in wanted)]
    try:
        clean = _cleaned(stored.kind, data, name, quotes)
        kept = files.store_for_release(data=clean, name=name, at=at)
    except (faults.UnreadableFile, marks.WrongMark, marks.NotRemoved) as fault:
        raise refusals.NotMaskable from fault
    attached[place] = drafting.AttachmentContent(kept, name)
    return drafting.Content(**{**vars(content), "attachments": tuple(attached)}), max(len(quotes), 1)


def _cleaned(kind: str, data: bytes, name: str, quotes: list[marks.Quote]) -> bytes:
    if kind == "xlsx":
        return sheet_release.clean_xlsx(data, quotes, name=name).data
    if kind == "docx":
        return word_release.redact_docx(data, quotes, name=name, recognise=False).data
    return pdf_release.redact_pdf(data, quotes, name=name, recognise=False).data


def _carrying(row: Item, finding: checking.Finding, *, before: int) -> list[Revision]:
    """The earlier revisions in which what was masked can be read."""
    older = row.revisions.filter(number__lt=before)
    if finding.file_name:
        sha256 = finding.text.partition(" ")[0]
        return list(older.filter(attachments__file__sha256=sha256, attachments__name=finding.file_name).distinct())
    plain = "".join(finding.text.split())
    return [
        each
        for each in older
        if plain in "".join(re.sub(r"<[^>]*>", "", f"{each.body}\n{each.title}\n{each.summary}").split())
    ]


@transaction.atomic
def open_original(*, revision: Revision, item: Item, by: Person, at: datetime.datetime) -> None:
    """Note that somebody opened a sealed original; the page has checked that they may."""
    drafting.record(kinds.ORIGINAL_OPENED, item, by, at, number=revision.number)


@transaction.atomic
def keep_lists(*, agency: Agency, phrase_lines: str, wrong_lines: str, by: By, at: datetime.datetime) -> WordList:
    """Keep the word lists of an agency. Raises UnfitWords with the line that says nothing."""
    try:
        phrases.parse(phrase_lines)
        confusables.parse(wrong_lines)
    except (phrases.WrongList, confusables.WrongList) as fault:
        raise refusals.UnfitWords(str(fault)) from fault
    row, _is_new = WordList.objects.update_or_create(
        agency=agency,
        defaults={"phrases": phrase_lines, "confusables": wrong_lines, "by": kinds.reference(by), "at": at},
    )
    events.record(
        kinds.WORDS_KEPT,
        by=kinds.reference(by),
        about=f"agency:{agency.pk}",
        at=at,
        agency_id=agency.pk,
        data={"agency": agency.name},
    )
    return row
