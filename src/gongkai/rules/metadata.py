"""The record of a disclosed item: its fields, which are required when, and what is wrong with a given record."""

import dataclasses
import datetime
import functools
import pathlib
import re
from collections.abc import Iterator, Mapping
from typing import Literal

import yaml

from gongkai.rules import attributes, calendars, document_numbers, terms, vocabularies

Severity = Literal["error", "warn"]

_DATA = pathlib.Path(__file__).parent / "data" / "metadata.yaml"
_EMPTY_SYSTEM_DAY = datetime.date(1970, 1, 1)
_FIRST_DAY = datetime.date(1949, 10, 1)
_INDEX_NUMBER = re.compile(r"[0-9A-Za-z\u4e00-\u9fff/_.-]*(?:19|20)\d\d[0-9A-Za-z/_.-]*\d+")
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?")
_LOOSE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")


class UnknownGenre(ValueError):
    """A genre that is not in the vocabulary."""


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """One field: `required` is always, document, normative, interpretation or empty; `names` other keys it has."""

    id: str
    label: str
    labels: tuple[str, ...]
    names: tuple[str, ...]
    required: str
    kind: str
    vocabulary: str
    longest: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a field, in a clerk's words; an error must be mended, a warning looked at."""

    field: str
    severity: Severity
    sentence: str


@dataclasses.dataclass(frozen=True)
class _Record:
    """A record with placeholders taken out and its dates read."""

    values: dict[str, str]
    dates: dict[str, datetime.date]
    genre: vocabularies.Term | None
    is_normative: bool

    @property
    def is_document(self) -> bool:
        return self.is_normative or (self.genre is not None and self.genre.group == "document")


def fields() -> tuple[Field, ...]:
    """All fields in their usual order."""
    return _fields()


def field_of(label: str) -> Field | None:
    """The field a page means by a label such as 发文字号 or 生成日期; None for any other label."""
    plain = re.sub(r"[\s:：]", "", label)
    return next((each for each in _fields() if plain in each.labels or plain == each.id), None)


def check(
    record: Mapping[str, object],
    *,
    genre: str = "",
    is_normative: bool = False,
    calendar: calendars.Calendar,
    on: datetime.date | None = None,
) -> list[Finding]:
    """What is wrong with a record, errors before warnings, each in the order of the fields.

    Keys are field ids or their other names; values texts or dates. `genre` is a code or label of the vocabulary
    (default: the record's own), `on` the day of checking, for what may not lie in the future. Raises UnknownGenre.
    """
    term = _genre(genre)
    values, dates, findings = _read(record)
    if term is None and values.get("genre"):
        term = vocabularies.named("genres").find(values["genre"])
    read = _Record(values, dates, term, is_normative)
    findings += _missing(read)
    findings += _wording(read)
    findings += _numbers(read)
    findings += _order_of_dates(read)
    findings += _state(read, on)
    findings += _attribute(read)
    findings += _term(read, calendar)
    if on is not None:
        findings += _future(read, on)
    order = {each.id: position for position, each in enumerate(_fields())}
    distinct = dict.fromkeys(findings)
    return sorted(distinct, key=lambda each: (each.severity != "error", order[each.field]))


def _genre(word: str) -> vocabularies.Term | None:
    if not word:
        return None
    term = vocabularies.named("genres").find(word)
    if term is None:
        raise UnknownGenre(word)
    return term


def _read(record: Mapping[str, object]) -> tuple[dict[str, str], dict[str, datetime.date], list[Finding]]:
    values: dict[str, str] = {}
    dates: dict[str, datetime.date] = {}
    findings: list[Finding] = []
    for field in _fields():
        given = next((record[key] for key in (field.id, *field.names) if record.get(key) is not None), None)
        if given is None:
            continue
        text = given.isoformat() if isinstance(given, datetime.date) else str(given).strip()
        if not text or text.lower() in _placeholders():
            continue
        values[field.id] = text
        if field.kind in ("date", "moment"):
            day, finding = _day(field, given, text)
            if day is not None:
                dates[field.id] = day
            if finding is not None:
                findings.append(finding)
    return values, dates, findings


def _day(field: Field, given: object, text: str) -> tuple[datetime.date | None, Finding | None]:
    day: datetime.date | None = None
    if isinstance(given, datetime.datetime):
        day = given.date()
    elif isinstance(given, datetime.date):
        day = given
    elif iso := _ISO.fullmatch(text):
        day = _real_day(*map(int, iso[1].split("-")))
    elif loose := _LOOSE.fullmatch(text):
        meant = _real_day(*map(int, loose.groups()))
        if meant is not None:
            return meant, Finding(field.id, "error", f"{field.label}应写作{meant.isoformat()}，现为“{text}”")
    if day is None:
        return None, Finding(field.id, "error", f"{field.label}“{text}”不是一个日期，应写作年-月-日，如2026-04-03")
    if day == _EMPTY_SYSTEM_DAY:
        return None, Finding(field.id, "error", f"{field.label}为1970-01-01，这是系统的空值，没有日期请留空")
    if day < _FIRST_DAY:
        return None, Finding(field.id, "error", f"{field.label}{day.isoformat()}早于1949年10月1日，请核对")
    return day, None


def _real_day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _missing(read: _Record) -> Iterator[Finding]:
    is_interpretation = read.genre is not None and read.genre.code == "interpretation"
    wanted = {
        "always": (True, ""),
        "document": (read.is_document, "公文"),
        "normative": (read.is_normative, "规范性文件"),
        "interpretation": (is_interpretation, "政策解读"),
    }
    for field in _fields():
        applies, of_what = wanted.get(field.required, (False, ""))
        if applies and field.id not in read.values:
            yield Finding(field.id, "error", f"{of_what}缺少{field.label}")


def _wording(read: _Record) -> Iterator[Finding]:
    for field in _fields():
        value = read.values.get(field.id, "")
        if field.longest is not None and len(value) > field.longest:
            sentence = f"{field.label}有{len(value)}字，超过{field.longest}字"
            yield Finding(field.id, "warn" if field.id == "summary" else "error", sentence)
        if value and field.vocabulary and field.id != "disclosure_kind":
            vocabulary = vocabularies.named(field.vocabulary)
            if vocabulary.find(value) is None:
                yield Finding(field.id, "warn", f"{field.label}“{value}”不在{vocabulary.title}词表中")
    title = read.values.get("title", "")
    if "\n" in title:
        yield Finding("title", "error", "信息名称中有换行，只写主标题，写成一行")
    if title.endswith(("。", "；", "，", ",", ";")):
        yield Finding("title", "warn", "信息名称末尾有标点")
    for person in ("editor", "reviewer"):
        name = read.values.get(person, "")
        if name.lower() in _placeholder_people():
            label = "编辑" if person == "editor" else "审核"
            yield Finding(person, "warn", f"{label}“{name}”不是人名，请填写实际经办人")


def _numbers(read: _Record) -> Iterator[Finding]:
    index_no = read.values.get("index_no")
    if index_no and not _INDEX_NUMBER.fullmatch(index_no):
        yield Finding("index_no", "warn", f"索引号“{index_no}”不像索引号：应含机关代码、年份和序号")
    written = read.values.get("doc_no")
    if not written:
        return
    number = document_numbers.normalise(written)
    if number is None:
        yield Finding("doc_no", "error", f"文号“{written}”不合格式，应为机关代字〔年份〕序号号，如国办发〔2026〕1号")
        return
    for doubt in number.doubts:
        yield Finding("doc_no", "warn", f"文号“{written}”：{doubt}")
    if number.value != written and not number.doubts:
        yield Finding("doc_no", "warn", f"文号应写作{number.value}")
    created_on = read.dates.get("created_on")
    if created_on and number.year and number.year != created_on.year:
        yield Finding("doc_no", "warn", f"文号年份{number.year}与成文日期{created_on.isoformat()}不在同一年")


def _order_of_dates(read: _Record) -> Iterator[Finding]:
    rules: tuple[tuple[str, str, Severity, str], ...] = (
        ("created_on", "published_on", "error", "发布日期{later}早于成文日期{earlier}"),
        ("created_on", "effective_on", "warn", "生效日期{later}早于成文日期{earlier}，请确认是否溯及既往"),
        ("created_on", "abolished_on", "error", "废止日期{later}早于成文日期{earlier}"),
        ("effective_on", "abolished_on", "error", "废止日期{later}早于生效日期{earlier}"),
        ("effective_on", "expires_on", "error", "有效期至{later}，早于生效日期{earlier}"),
        ("created_on", "expires_on", "error", "有效期至{later}，早于成文日期{earlier}"),
    )
    for first, second, severity, sentence in rules:
        earlier, later = read.dates.get(first), read.dates.get(second)
        if earlier and later and later < earlier:
            said = sentence.format(earlier=earlier.isoformat(), later=later.isoformat())
            yield Finding(second, severity, said)


def _state(read: _Record, on: datetime.date | None) -> Iterator[Finding]:
    term = vocabularies.named("validity").find(read.values.get("validity", ""))
    if term is None:
        return
    ended = term.code in ("repealed", "expired", "void")
    abolished_on, expires_on = read.dates.get("abolished_on"), read.dates.get("expires_on")
    if ended and abolished_on is None and not (term.code == "expired" and expires_on):
        yield Finding("abolished_on", "warn", f"有效性为“{term.label}”，但没有废止日期")
    if on is None:
        return
    if term.code in ("in-force", "amended") and abolished_on and abolished_on <= on:
        yield Finding("validity", "error", f"有效性为“{term.label}”，但废止日期{abolished_on.isoformat()}已到")
    if term.code in ("in-force", "amended") and expires_on and expires_on < on:
        yield Finding("validity", "error", f"有效性为“{term.label}”，但有效期已于{expires_on.isoformat()}届满")
    effective_on = read.dates.get("effective_on")
    if term.code == "pending" and effective_on and effective_on <= on:
        yield Finding("validity", "error", f"有效性为“{term.label}”，但生效日期{effective_on.isoformat()}已到")
    if term.code == "in-force" and effective_on and effective_on > on:
        yield Finding("validity", "warn", f"有效性为“{term.label}”，但{effective_on.isoformat()}才生效")


def _attribute(read: _Record) -> Iterator[Finding]:
    written = read.values.get("disclosure_kind")
    if not written:
        return
    code = attributes.attribute_of(written)
    if code is None:
        yield Finding("disclosure_kind", "error", f"公开方式“{written}”应为主动公开、依申请公开或不予公开")
    elif code == attributes.CLOSED and "disclosure_reason" not in read.values:
        yield Finding("disclosure_reason", "error", "不予公开应写明理由和条例条款（第十四条至第十六条）")


def _term(read: _Record, calendar: calendars.Calendar) -> Iterator[Finding]:
    """Publishing on one's own motion is due within a term; records of before the Regulation have none."""
    created_on, published_on = read.dates.get("created_on"), read.dates.get("published_on")
    is_open = attributes.attribute_of(read.values.get("disclosure_kind", attributes.OPEN)) == attributes.OPEN
    if created_on is None or published_on is None or not is_open or published_on < created_on:
        return
    if max(created_on, published_on).year > calendars.LAST_YEAR - 1:
        return
    due = terms.publication_due(created_on, calendar)
    if due.due_on is not None and published_on > due.due_on:
        late = calendar.working_days_between(due.due_on, published_on)
        sentence = f"成文后第{due.working_days}个工作日为{due.due_on.isoformat()}"
        yield Finding("published_on", "warn", f"{sentence}，{published_on.isoformat()}发布已晚{late}个工作日")


def _future(read: _Record, on: datetime.date) -> Iterator[Finding]:
    for field in ("created_on", "published_on"):
        day = read.dates.get(field)
        if day is not None and day > on:
            label = "成文日期" if field == "created_on" else "发布日期"
            yield Finding(field, "error", f"{label}{day.isoformat()}晚于今天{on.isoformat()}")


@functools.cache
def _fields() -> tuple[Field, ...]:
    data = yaml.safe_load(_DATA.read_text(encoding="utf-8"))["fields"]
    return tuple(
        Field(
            each["id"],
            each["labels"][0],
            tuple(each["labels"]),
            tuple(each.get("names", ())),
            each["required"],
            each["kind"],
            each.get("vocabulary", ""),
            each.get("longest"),
        )
        for each in data
    )


@functools.cache
def _placeholders() -> frozenset[str]:
    return frozenset(yaml.safe_load(_DATA.read_text(encoding="utf-8"))["placeholders"])


@functools.cache
def _placeholder_people() -> frozenset[str]:
    return frozenset(yaml.safe_load(_DATA.read_text(encoding="utf-8"))["placeholder_people"])
