"""One door for headers: a document that has been read comes in, its metadata with places and doubts comes out."""

import dataclasses
import re
from collections.abc import Mapping

from gongkai.documents import dates, paper
from gongkai.documents.header import bodies, closing, doubts, headline, labels, layout, lines, values, view, zones

# Meta tags of 《政府网站发展指引》 and the fields they state.
_META = {
    "articletitle": "title",
    "pubdate": "publish_date",
    "contentsource": "source",
    "keywords": "keywords",
    "author": "author",
    "description": "summary",
    "columnname": "category",
}


def read_header(document: paper.Document) -> values.Header:
    """Every field of the header with the place it was read from, the body behind it, and the doubts.

    A label without a value leaves its field out and its id in `Header.empty`; nothing is inferred for it.
    """
    reader = _Reader.of(document)
    reader.read_labels()
    reader.settle_forms()
    reader.read_lines()
    reader.read_closing()
    reader.read_properties()
    reader.take_over()
    return reader.header()


@dataclasses.dataclass
class _Reader:
    document: paper.Document
    page: view.View
    table: labels.Table
    zone: layout.Zone
    fields: dict[str, values.Value] = dataclasses.field(default_factory=dict)
    shown_empty: dict[str, None] = dataclasses.field(default_factory=dict)
    found_doubts: list[paper.Doubt] = dataclasses.field(default_factory=list)
    taken: set[int] = dataclasses.field(default_factory=set)
    ends: list[int] = dataclasses.field(default_factory=list)
    line_title: values.Value | None = None
    signed: values.Value | None = None

    @classmethod
    def of(cls, document: paper.Document) -> "_Reader":
        page, table = view.of(document.text), labels.table()
        return cls(document, page, table, zones.find(page, table))

    def read_labels(self) -> None:
        """Fields announced by a label; of two statements the first that says something counts."""
        for pair in layout.pairs(self.zone):
            self.taken.update(range(pair.line, pair.last_line + 1))
            self.ends.append(self.page.lines[pair.last_line].end)
            if pair.is_empty:
                self.shown_empty[pair.field] = None
                continue
            start, end = self._narrowed(pair)
            value = self._build(pair.field, start, end, origin="label" if pair.label else "form", label=pair.label)
            if value is None:
                span = self.page.span(start, end)
                self.found_doubts.append(doubts.of_nothing(pair.field, span.of(self.page.original), span, self.table))
                self.shown_empty[pair.field] = None
            elif pair.field not in self.fields:
                self.fields[pair.field] = value
                if not pair.label and pair.line == pair.last_line and self._is_listed(pair):
                    self.found_doubts.append(doubts.of_form(pair.field, value, self.table))
            elif self._contradicts(pair.field, value):
                kept = self.fields[pair.field]
                self.found_doubts.append(doubts.of_conflict(pair.field, kept, value, self.table))
        for line in self.zone.parsed:
            if line.line.number in self.taken or (line.labels == () and lines.is_crumb(line.line.text)):
                self.taken.add(line.line.number)

    def settle_forms(self) -> None:
        """Where only 公开形式 is asked for, it says how the document is disclosed."""
        if self._is_open("disclosure_mode"):
            if "disclosure_form" in self.fields:
                self.fields["disclosure_mode"] = self.fields["disclosure_form"]
            elif "disclosure_form" in self.shown_empty:
                self.shown_empty["disclosure_mode"] = None

    def read_lines(self) -> None:
        """Title, document number and day that stand on the page without a label."""
        hints = tuple(
            value
            for key, value in self.document.properties.items()
            if key.lower() in ("articletitle", "title") and len(value) > 6
        )
        taken = frozenset(self.taken)
        if found := headline.title(self.zone, taken, hints=hints):
            self.line_title = self._build("title", found.start, found.end, origin="line")
            self.ends.append(found.end)
            if self.line_title and "title" not in self.fields:
                self.fields["title"] = self.line_title
            self._read_day_below(found.last_line)
        if self._is_open("doc_no") and (number := headline.document_number(self.zone, taken)):
            value = self._build("doc_no", number.start, number.end, origin="line")
            if value:
                self.fields["doc_no"] = value

    def read_closing(self) -> None:
        """Signature and mark fill what the header does not mention at all."""
        after = self._running_text()
        signature = closing.signature(self.page, self.table, after=after) or closing.signature(
            self.page, self.table, after=max(self.ends, default=0)
        )
        if signature:
            self.signed = self._build("written_date", signature.start, signature.end, origin="signature")
            if self.signed and self._is_open("written_date"):
                self.fields["written_date"] = self.signed
            if signature.agencies and self._is_open("publisher"):
                self._set("publisher", *signature.agencies[0], origin="signature")
                if len(signature.agencies) > 1:
                    names = "、".join(self.page.written(*place) for place in signature.agencies)
                    sentence = f"落款有{len(signature.agencies)}个机关（{names}），发布机构取第一个，请核对"
                    self.found_doubts.append(
                        paper.Doubt("joint_document", sentence, "publisher", self.fields["publisher"].span)
                    )
        if self._is_open("disclosure_mode") and (mark := closing.mark(self.page, after=after)):
            self._set("disclosure_mode", *mark, origin="mark")

    def read_properties(self) -> None:
        """Meta tags of the page state what nothing visible states."""
        for key, content in self.document.properties.items():
            field = _META.get(key.lower())
            if field and self.document.kind == "html" and self._is_open(field):
                value = values.build(field, content, None, origin="meta", label=key, table=self.table)
                if value and value.clean:
                    self.fields[field] = value

    def take_over(self) -> None:
        """A field that nothing states is taken from the nearest field that says the same."""
        if self._is_open("category") and "subject" in self.fields:
            self.fields["category"] = dataclasses.replace(self.fields["subject"], origin="fallback")
        if self._is_open("publisher") and "responsible_unit" in self.fields:
            self.fields["publisher"] = dataclasses.replace(self.fields["responsible_unit"], origin="fallback")
        title = self.line_title or self.fields.get("title")
        if self._is_open("publisher") and title and title.span:
            start = self.page.place_of(title.span.start)
            end = self.page.place_of(title.span.end)
            if found := closing.agency_before(self.page.text[start:end], self.table):
                self._set("publisher", start + found[0], start + found[1], origin="title")
            elif place := closing.agency_below(self.zone, end):
                self._set("publisher", *place, origin="line")

    def header(self) -> values.Header:
        span = bodies.find(
            self.document,
            self.page,
            ends=self.ends,
            running_text=self._running_text(),
            repeated=[self.fields[field].written for field in ("title", "doc_no") if field in self.fields],
            has_title="title" in self.fields,
        )
        found = [
            *self.document.warnings,
            *doubts.of_fields(self.fields, self.table),
            *self.found_doubts,
            *doubts.between_fields(self.fields, signed=self.signed, line_title=self.line_title, table=self.table),
        ]
        told = {(doubt.code, doubt.span.start) for doubt in found if doubt.span}
        found.extend(one for one in doubts.of_text(self.page) if not one.span or (one.code, one.span.start) not in told)
        order = list(self.table.fields)
        return values.Header(
            fields={field: self.fields[field] for field in order if field in self.fields},
            empty=tuple(field for field in order if field in self.shown_empty and field not in self.fields),
            body_span=span,
            body=span.of(self.document.text).strip(),
            warnings=tuple(found),
        )

    def _is_listed(self, pair: layout.Pair) -> bool:
        """A value of a list without labels, told by its form alone."""
        return not self.zone.parsed[pair.line].labels

    def _is_open(self, field: str) -> bool:
        """Neither stated nor shown empty."""
        return field not in self.fields and field not in self.shown_empty

    def _running_text(self) -> int:
        if self.zone.stop < len(self.page.lines):
            return self.page.lines[self.zone.stop].start
        return max(self.ends, default=0)

    def _narrowed(self, pair: layout.Pair) -> tuple[int, int]:
        """A date's value is only its date; other values are kept whole."""
        if self.table.fields[pair.field].kind == "date":
            found = dates.find(self.page.text, pair.start, pair.end)
            if found:
                return found.start, found.end
        return pair.start, pair.end

    def _set(self, field: str, start: int, end: int, *, origin: values.Origin) -> None:
        if value := self._build(field, start, end, origin=origin):
            self.fields[field] = value

    def _build(
        self, field: str, start: int, end: int, *, origin: values.Origin, label: str = ""
    ) -> values.Value | None:
        if self.table.fields[field].kind == "title":
            start, end = self._without_spam(start, end)
        span = self.page.span(start, end)
        written = span.of(self.page.original)
        folded = self.page.text[start:end]
        if self.table.fields[field].kind == "date" and (day := dates.find(folded)) and not dates.find(written):
            written = day.written
        plain = self.page.plain(start, end)
        return values.build(field, written, span, origin=origin, label=label, plain=plain, table=self.table)

    def _without_spam(self, start: int, end: int) -> tuple[int, int]:
        """Foreign words before or behind the title are cut off; inside it they are only reported."""
        text = self.page.text[start:end]
        spam = self.table.spam.search(text)
        if spam is None:
            return start, end
        self.found_doubts.append(
            doubts.of_spam(
                self.page.written(start + spam.start(), start + spam.end()),
                self.page.span(start + spam.start(), start + spam.end()),
            )
        )
        rest = text[spam.end() :].lstrip(" _-|:")
        if spam.start() == 0 and len(rest) > 5:
            return end - len(rest), end
        if spam.end() == len(text) and spam.start() > 5:
            return start, start + len(text[: spam.start()].rstrip(" _-|:"))
        return start, end

    def _contradicts(self, field: str, other: values.Value) -> bool:
        kept = self.fields[field]
        if self.table.fields[field].kind == "date":
            return kept.day != other.day and other.day is not None
        plain = [re.sub(r"[\s,，;；]", "", value.written) for value in (kept, other)]
        return plain[0] not in plain[1] and plain[1] not in plain[0]

    def _read_day_below(self, line: int) -> None:
        """A bare day under the title is the day of publication."""
        if not self._is_open("publish_date"):
            return
        for parsed in self.zone.parsed[line + 1 : line + 12]:
            found = dates.read(parsed.line.text)
            if found and found.precision == "day" and parsed.line.number not in self.taken:
                start = parsed.line.start + found.start
                self._set("publish_date", start, start + len(found.written), origin="line")
                self.ends.append(parsed.line.end)
                self.taken.add(parsed.line.number)
                return


def properties_stated(properties: Mapping[str, str]) -> dict[str, str]:
    """Fields that the meta tags of a page state, by our ids."""
    return {_META[key.lower()]: content for key, content in properties.items() if key.lower() in _META}
