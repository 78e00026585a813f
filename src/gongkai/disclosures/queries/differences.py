"""What changed from one revision to another: the text word by word, the record field by field, the attachments."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from gongkai.disclosures.models import Revision
from gongkai.disclosures.queries import texts
from gongkai.disclosures.queries.checking import Finding
from gongkai.language import differences


@dataclass(frozen=True)
class Run:
    """A run of text that stayed ("same"), came ("added") or went ("removed"); `hit` marks a finding in it."""

    kind: str
    text: str
    hit: str = ""


@dataclass
class Paragraph:
    """A paragraph with what is said about it in the margin."""

    runs: list[Run] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    is_heading: bool = False

    @property
    def text(self) -> str:
        """The paragraph as it stands in the newer text."""
        return "".join(run.text for run in self.runs if run.kind != "removed")

    @property
    def is_changed(self) -> bool:
        """Whether anything came or went."""
        return any(run.kind != "same" for run in self.runs)


@dataclass(frozen=True)
class FieldChange:
    """A field of the record that differs."""

    label: str
    old: str
    new: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Gap:
    """Paragraphs that did not change, left out."""

    count: int


@dataclass(frozen=True)
class Comparison:
    """All differences between two revisions; without an older one, the new text as it is."""

    title: tuple[Run, ...]
    paragraphs: tuple[Paragraph, ...]
    fields: tuple[FieldChange, ...]
    attachments: tuple[Run, ...]

    @property
    def changed_only(self) -> list["Paragraph | Gap"]:
        """The paragraphs that changed or have notes; a gap stands for those between."""
        found: list[Paragraph | Gap] = []
        left_out = 0
        for each in self.paragraphs:
            if each.is_changed or each.notes:
                found += [Gap(left_out), each] if left_out else [each]
                left_out = 0
            else:
                left_out += 1
        return [*found, Gap(left_out)] if left_out else found

    @property
    def count(self) -> int:
        """How many places changed."""
        text = sum(1 for each in self.paragraphs if each.is_changed)
        files = sum(1 for each in self.attachments if each.kind != "same")
        return text + len(self.fields) + files + any(run.kind != "same" for run in self.title)


FIELDS = (
    ("column", _("Column")),
    ("doc_no", _("Document number")),
    ("formed_on", _("Formed on")),
    ("effective_on", _("Effective on")),
    ("expires_on", _("Valid until")),
    ("summary", _("Summary")),
    ("topic", _("Topic")),
    ("genre", _("Genre")),
    ("attribute", _("Attribute")),
    ("attribute_reason", _("Reason for the attribute")),
    ("obligation", _("Duty")),
    ("legal_item", _("Statutory item")),
    ("keywords", _("Keywords")),
    ("source", _("Source")),
    ("responsible_unit", _("Responsible unit")),
    ("source_index_no", _("Index number on the source")),
    ("source_published_on", _("Published at the source on")),
)


def compare(
    old: Revision | None,
    new: Revision,
    *,
    old_files: Sequence[str] = (),
    new_files: Sequence[str] = (),
    findings: Iterable[Finding] = (),
) -> Comparison:
    """The way from an older revision to a newer one; files are given by name and hash, findings are of the newer."""
    before = old if old is not None else new
    return Comparison(
        title=_runs(before.title, new.title),
        paragraphs=tuple(paragraphs(before.body, new.body, list(findings))),
        fields=tuple(_fields(old, new)) if old is not None else (),
        attachments=tuple(_files(old_files if old is not None else new_files, new_files)),
    )


def only_noted(revision: Revision, findings: Iterable[Finding]) -> list[Paragraph]:
    """The paragraphs of a text that something is said about, with the words marked at their place."""
    noted = [each for each in findings if each.field == "body" and each.start >= 0]
    return [each for each in paragraphs(revision.body, revision.body, noted) if each.notes] if noted else []


def paragraphs(old: str, new: str, findings: Sequence[Finding] = ()) -> list[Paragraph]:
    """Two HTML texts as one, paragraph by paragraph; findings stand at the paragraph of the newer text they are in."""
    found = [Paragraph()]
    position = 0
    placed = sorted(
        (each for each in findings if each.field == "body" and each.start >= 0), key=lambda each: each.start
    )
    for piece in differences.compare(texts.plain(old), texts.plain(new)):
        for index, line in enumerate(piece.text.split("\n")):
            if index:
                found.append(Paragraph())
                position += piece.kind != "removed"
            if piece.kind == "removed":
                if line:
                    found[-1].runs.append(Run("removed", line))
                continue
            for run, note in _marked(piece.kind, line, position, placed):
                found[-1].runs.append(run)
                if note is not None and note not in found[-1].notes:
                    found[-1].notes.append(note)
            position += len(line)
    headings = texts.headings(new) | texts.headings(old)
    for each in found:
        each.is_heading = (each.text or "".join(run.text for run in each.runs)) in headings
    return [each for each in found if each.runs]


def _marked(kind: str, line: str, position: int, findings: Sequence[Finding]) -> Iterable[tuple[Run, Finding | None]]:
    """A line cut where findings begin and end."""
    at, end = position, position + len(line)
    for each in findings:
        first, last = max(each.start, at), min(each.end, end)
        if first >= last:
            continue
        if first > at:
            yield Run(kind, line[at - position : first - position]), None
        yield Run(kind, line[first - position : last - position], each.severity), each
        at = last
    if at < end:
        yield Run(kind, line[at - position :]), None


def _runs(old: str, new: str) -> tuple[Run, ...]:
    return tuple(Run(piece.kind, piece.text) for piece in differences.compare(old, new))


def _fields(old: Revision, new: Revision) -> Iterable[FieldChange]:
    for name, label in FIELDS:
        before, after = shown(old, name), shown(new, name)
        if before != after:
            yield FieldChange(str(label), before, after, _runs(before, after))


def shown(revision: Revision, name: str) -> str:
    """A field of a revision as people read it."""
    value = getattr(revision, name)
    if name == "attribute":
        return str(Revision.Attribute(value).label) if value else ""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if value else ""


def _files(old: Sequence[str], new: Sequence[str]) -> Iterable[Run]:
    for name in old:
        if name not in new:
            yield Run("removed", name)
    for name in new:
        yield Run("same" if name in old else "added", name)
