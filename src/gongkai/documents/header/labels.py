"""The table of labels (`labels.yaml`), checked when it is loaded, and the patterns made from it."""

import dataclasses
import datetime
import functools
import pathlib
import re
from typing import Any, Literal, get_args

import yaml

Kind = Literal["text", "title", "agency", "index_no", "doc_no", "date", "validity", "person"]

_FILE = pathlib.Path(__file__).with_name("labels.yaml")
_WORD_LISTS = (
    "stops",
    "validity_words",
    "nothing_words",
    "program_nothing_words",
    "placeholder_people",
    "spam_words",
    "agency_endings",
    "compound_endings",
    "column_names",
    "document_types",
)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class LabelTableFault(ValueError):
    """The data file of labels is not as it should be; the message says where."""


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """One field of the header: our id, its Chinese name, how its value is checked, and the labels that announce it."""

    id: str
    name: str
    kind: Kind
    labels: tuple[str, ...]
    loose: tuple[str, ...]
    source: str


@dataclasses.dataclass(frozen=True)
class Table:
    """All fields and word lists of one edition."""

    edition: datetime.date
    fields: dict[str, Field]
    words: dict[str, frozenset[str]]

    @functools.cached_property
    def by_label(self) -> dict[str, str]:
        """Field id by label, blanks inside the label removed."""
        return {compact(label): field.id for field in self.fields.values() for label in (*field.labels, *field.loose)}

    @functools.cached_property
    def endings(self) -> dict[str, str]:
        """Field id by the labels that may end a longer, unknown label."""
        firm = {compact(label): field.id for field in self.fields.values() for label in field.labels}
        known = self.by_label
        return {**firm, **{word: known[word] for word in self.words["compound_endings"]}}

    @functools.cached_property
    def firm(self) -> re.Pattern[str]:
        """Labels that count without a colon, longest first."""
        return _pattern(label for field in self.fields.values() for label in field.labels)

    @functools.cached_property
    def known(self) -> re.Pattern[str]:
        """Every label, firm or loose, longest first."""
        return _pattern(self.by_label)

    @functools.cached_property
    def stop(self) -> re.Pattern[str]:
        return _pattern(self.words["stops"])

    @functools.cached_property
    def spam(self) -> re.Pattern[str]:
        return re.compile("(?:" + _alternatives(self.words["spam_words"]) + r")+(?:[_@:](?=[^\d]))?")

    @functools.cached_property
    def agency(self) -> re.Pattern[str]:
        """A line that is the name of one agency or of several."""
        endings = _alternatives(self.words["agency_endings"])
        return re.compile(rf"[\u4e00-\u9fff*·、 ()]{{2,60}}?(?:{endings})(?:\([^()]{{2,12}}\))?")

    @functools.cached_property
    def document_type(self) -> re.Pattern[str]:
        """The end of a title: a document type, then perhaps (试行), (2017年修订) or a closing quotation mark."""
        types = _alternatives(self.words["document_types"])
        return re.compile(rf"(?:{types})[》〉]?(?:\s?[(〔\[][^()]{{1,24}}[)〕\]])?(?:年度)?[》〉]?$")


def compact(text: str) -> str:
    """Without any blanks."""
    return re.sub(r"\s", "", text)


@functools.cache
def table() -> Table:
    """The shipped table. Raises LabelTableFault when the file is damaged."""
    with _FILE.open(encoding="utf-8") as stream:
        return parse(yaml.load(stream, Loader=_LOADER))  # noqa: S506 (CSafeLoader is the safe one, in C)


def parse(raw: Any) -> Table:
    """Check and build a table from its YAML content."""
    if not isinstance(raw, dict) or set(raw) != {"edition", "sources", "fields", *_WORD_LISTS}:
        raise LabelTableFault("the table needs exactly edition, sources, fields and the word lists")
    if not isinstance(raw["edition"], datetime.date):
        raise LabelTableFault("edition is not a day")
    fields: dict[str, Field] = {}
    seen: dict[str, str] = {}
    for entry in raw["fields"]:
        field = _field(entry, sources=raw["sources"])
        if field.id in fields:
            raise LabelTableFault(f"field {field.id} stands twice")
        for label in (*field.labels, *field.loose):
            other = seen.setdefault(compact(label), field.id)
            if other != field.id:
                raise LabelTableFault(f"label {label} belongs to {other} and to {field.id}")
        fields[field.id] = field
    words = {}
    for key in _WORD_LISTS:
        if not raw[key] or not all(isinstance(word, str) and word for word in raw[key]):
            raise LabelTableFault(f"{key} holds something that is no word")
        words[key] = frozenset(raw[key])
    return Table(raw["edition"], fields, words)


def _field(entry: Any, *, sources: Any) -> Field:
    if not isinstance(entry, dict) or set(entry) != {"id", "name", "kind", "source", "labels", "loose"}:
        raise LabelTableFault(f"a field needs id, name, kind, source, labels and loose: {entry!r}")
    if entry["kind"] not in get_args(Kind):
        raise LabelTableFault(f"{entry['id']}: no kind {entry['kind']!r}")
    if entry["source"] not in sources:
        raise LabelTableFault(f"{entry['id']}: no source {entry['source']!r}")
    if not entry["labels"] and not entry["loose"]:
        raise LabelTableFault(f"{entry['id']}: no label")
    return Field(
        entry["id"], entry["name"], entry["kind"], tuple(entry["labels"]), tuple(entry["loose"]), entry["source"]
    )


def _pattern(words: Any) -> re.Pattern[str]:
    """Any of the words, blanks allowed between the characters (索 引 号)."""
    spaced = (r"\s{0,10}".join(map(re.escape, compact(word))) for word in sorted(set(words), key=_longest_first))
    return re.compile("(?:" + "|".join(spaced).replace(r"\s", "[ \t]") + ")")


def _alternatives(words: Any) -> str:
    return "|".join(map(re.escape, sorted(words, key=_longest_first)))


def _longest_first(word: str) -> tuple[int, str]:
    return (-len(compact(word)), word)
