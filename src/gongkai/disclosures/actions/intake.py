"""From a file or a row of a sheet to the content of a draft, with every doubt and repair in words."""

import dataclasses
import datetime
import hashlib
import pathlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Column
from gongkai.disclosures.actions.drafting import AttachmentContent, Content
from gongkai.disclosures.models import ImportRow, StoredFile
from gongkai.disclosures.queries import shelves
from gongkai.documents import cleaning, dates, faults, reading, rendering, xlsx_files
from gongkai.documents.header import labels
from gongkai.documents.header import reading as headers
from gongkai.documents.header import values as header_values
from gongkai.orgs.models import Agency
from gongkai.rules import document_numbers

Path = pathlib.Path
Outcome = ImportRow.Outcome
KEPT_AS_ATTACHMENT = frozenset({"docx", "xlsx", "pdf", "ofd"})
DAYS = {
    "written_date": "formed_on",
    "effective_date": "effective_on",
    "repeal_date": "expires_on",
    "publish_date": "source_published_on",
}


@dataclass(frozen=True)
class Source:
    """One file: where it lies for the report, its name, and how its bytes are had."""

    place: str
    name: str
    data: Callable[[], bytes]


@dataclass(frozen=True)
class Shelves:
    """Where an agency's items may go: its columns by name and address, the topics by label, the labels of sheets."""

    agency: Agency
    column: Column | None
    columns: Mapping[str, Column]
    topics: Mapping[str, str]

    @classmethod
    def of(cls, agency: Agency, *, column: Column | None, on: datetime.date) -> "Shelves":
        """Load them once for a whole import."""
        columns: dict[str, Column] = {}
        offered = shelves.open_to([agency], on=on).columns
        # A name means the agency's own column before one it may merely use.
        for each in sorted(offered, key=lambda column: column.owner_id not in agency.ancestor_ids):
            columns.setdefault(each.name, each)
            columns[each.slug] = each
        topics = {term.label: term.code for term in catalog.terms("topics", on=on)}
        return cls(agency, column, columns, topics)


@dataclass
class Entry:
    """What became of one file or row. `content` is None when it was refused or skipped."""

    place: str
    name: str
    title: str = ""
    content: Content | None = None
    original: bytes | None = None
    outcome: str = Outcome.REFUSED
    field: str = ""
    messages: list[str] = dataclasses.field(default_factory=list)
    repairs: list[str] = dataclasses.field(default_factory=list)
    values: dict[str, str] = dataclasses.field(default_factory=dict)
    fingerprint: str = ""
    # What was refused and what repaired, with the field each is about.
    refused: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    repaired: list[tuple[str, str]] = dataclasses.field(default_factory=list)

    def refuse(self, message: str, *, field: str = "") -> None:
        """Refuse with a sentence for the report; the first field at fault is remembered."""
        self.content, self.outcome = None, Outcome.REFUSED
        self.messages.append(message)
        self.refused.append((field, message))
        self.field = self.field or field

    def repair(self, message: str, *, field: str) -> None:
        """Say what was put right, or cannot be used, without refusing."""
        self.repairs.append(message)
        self.repaired.append((field, message))

    def skip(self, message: str) -> None:
        """Leave out with a sentence for the report."""
        self.content, self.outcome = None, Outcome.SKIPPED
        self.messages.append(message)

    def keep(self, stored: StoredFile) -> None:
        """Put the original beside the draft: as attachment for office files, else known by its hash."""
        self.values["original"] = stored.sha256
        if self.content is not None and stored.kind in KEPT_AS_ATTACHMENT:
            attachment = AttachmentContent(stored, pathlib.PurePath(self.name).name)
            self.content = Content(**{**vars(self.content), "attachments": (attachment,)})


def entries(source: Source, shelves: Shelves) -> Iterator[Entry]:
    """The entries of one file: one a row for a sheet with a title column, else one for the whole file."""
    whole = Entry(source.place, source.name)
    try:
        data = source.data()
        if data[:4] == b"PK\x03\x04" and source.name.lower().endswith(".xlsx"):
            sheet = _sheet(data, source, shelves)
            if sheet is not None:
                yield from sheet
                return
        document = reading.read(data, name=source.name)
    except faults.UnreadableFile as fault:
        whole.refuse(fault.message)
        yield whole
        return
    except OSError as error:
        whole.refuse(f"「{source.name}」读不出来（{error.strerror}），请检查文件权限后重试。")
        yield whole
        return
    header = headers.read_header(document)
    whole.original = data
    whole.values = stated(header)
    whole.values["body"] = rendering.render_body(document, start=header.body_span.start, end=header.body_span.end)
    whole.repairs = [doubt.sentence for doubt in (*header.warnings, *document.warnings)]
    yield _filled(whole, shelves)


def stated(header: header_values.Header) -> dict[str, str]:
    """What a document's header states, by field, in normal form where there is one."""
    return {name: header.clean(name) or written for name, written in header.metadata().items()}


def entry_of_values(place: str, values: Mapping[str, str], shelves: Shelves) -> Entry:
    """An entry made from values that somebody mended in the report."""
    return _filled(Entry(place, place, values=dict(values)), shelves)


def _sheet(data: bytes, source: Source, shelves: Shelves) -> Iterator[Entry] | None:
    """One entry a row when the first row with two known labels names a title column; None for other sheets."""
    rows = xlsx_files.rows(data, name=source.name)
    by_label = labels.table().by_label | {"正文": "body", "内容": "body", "栏目": "category"}
    for row in rows:
        known = [by_label.get(labels.compact(value), "") for value in row.values]
        if "title" in known:
            return _rows(rows, known, source, shelves)
        if any(value.strip() for value in row.values) and row.number > 5:
            break
    return None


def _rows(rows: Iterator[xlsx_files.Row], known: list[str], source: Source, shelves: Shelves) -> Iterator[Entry]:
    for row in rows:
        values = {name: value.strip() for name, value in zip(known, row.values, strict=False) if name and value.strip()}
        if not values:
            continue
        if "body" in values:
            values["body"] = cleaning.plain_to_html(values["body"])
        entry = Entry(f"{source.place} {row.sheet} 第{row.number}行", source.name, values=values)
        yield _filled(entry, shelves)


def _filled(entry: Entry, shelves: Shelves) -> Entry:
    """Fill the content from the values; refuse with the field's name where a value cannot be used."""
    values = entry.values
    entry.title = " ".join(values.get("title", "").split())
    if not entry.title:
        entry.refuse("没有找到标题，请补上标题。", field="title")
    elif len(entry.title) > 200:
        entry.refuse(f"标题有 {len(entry.title)} 个字，最多 200 个字。", field="title")
    days = {ours: _day(entry, theirs) for theirs, ours in DAYS.items()}
    if days["source_published_on"] is None:
        days["source_published_on"] = _day(entry, "issue_date")
    begins, ends = days["effective_on"], days["expires_on"]
    if begins and ends and ends < begins:
        entry.refuse(f"废止日期 {ends} 早于生效日期 {begins}。", field="repeal_date")
    column = _column(entry, shelves)
    doc_no = _document_number(entry)
    if entry.messages and entry.outcome == Outcome.REFUSED:
        return entry
    entry.content = Content(
        title=entry.title,
        body=values.get("body", ""),
        summary=values.get("summary", "")[:300],
        column=column,
        doc_no=doc_no,
        topic=shelves.topics.get(values.get("subject", "").replace("/", "\\").split("\\")[-1].strip(), ""),
        keywords=values.get("keywords", "")[:200],
        source=(values.get("source") or values.get("publisher", ""))[:120],
        responsible_unit=values.get("responsible_unit", "")[:120],
        source_index_no=values.get("index_no", "")[:80],
        formed_on=days["formed_on"],
        effective_on=days["effective_on"],
        expires_on=days["expires_on"],
        source_published_on=days["source_published_on"],
    )
    entry.outcome = Outcome.IMPORTED
    entry.fingerprint = hashlib.sha256(f"{entry.title}\n{doc_no}\n{values.get('body', '')}".encode()).hexdigest()
    return entry


def _day(entry: Entry, name: str) -> datetime.date | None:
    written = entry.values.get(name, "")
    if not written:
        return None
    found = dates.read(written)
    day = found.day if found else None
    if day is None:
        entry.refuse(f"{labels.table().fields[name].name}「{written}」不是日期，请写成 2026-11-20 的样子。", field=name)
    return day


def _column(entry: Entry, shelves: Shelves) -> Column | None:
    wanted = entry.values.get("category", "").replace("/", "\\").split("\\")[-1].strip()
    found = shelves.columns.get(wanted) or shelves.column
    if found is None and wanted:
        entry.repair(f"本机关没有名为「{wanted}」的栏目，请在草稿里选择栏目。", field="category")
    return found


def _document_number(entry: Entry) -> str:
    written = entry.values.get("doc_no", "")
    if not written:
        return ""
    number = document_numbers.normalise(written)
    if number is None:
        entry.repair(f"文号「{written}」不合国家标准的写法，请核对。", field="doc_no")
        return written[:60]
    if number.value != written:
        entry.repair(f"文号「{written}」已改写为「{number.value}」。", field="doc_no")
    return number.value
