"""From files dropped together to one item: text with its pictures, record, attachments, each doubt beside its field."""

import dataclasses
import datetime
import pathlib
import re
from collections.abc import Callable, Mapping, Sequence

from gongkai.disclosures.actions import drafting, files, intake
from gongkai.disclosures.models import StoredFile
from gongkai.documents import faults, kinds, paper, picture_files, reading, rendering
from gongkai.documents.header import reading as headers
from gongkai.rules import attributes

# By header field, the field of an item it fills.
FIELDS = {
    **intake.DAYS,
    "issue_date": "source_published_on",
    "title": "title",
    "doc_no": "doc_no",
    "category": "column",
    "subject": "topic",
    "genre": "genre",
    "summary": "summary",
    "keywords": "keywords",
    "source": "source",
    "publisher": "source",
    "responsible_unit": "responsible_unit",
    "index_no": "source_index_no",
    "disclosure_mode": "attribute",
}
MOST_PICTURES = 30
_TEXTS = (kinds.DOCX, kinds.OFD, kinds.PDF, kinds.HTML, kinds.TEXT)
_SHEETS = (kinds.XLSX, kinds.CSV)
_SUFFIX = {kinds.PNG: "png", kinds.JPEG: "jpg"}
_SECRET = re.compile(r"(?:绝密|机密|秘密)\s*[★☆*]")
_INTERNAL = re.compile(r"内部(?:资料|文件|情况)[,，\s]*(?:注意保存|不得外传|请勿外传|严禁外传)")
_HEAD = 600


@dataclasses.dataclass(frozen=True)
class Upload:
    """A file as it was handed in."""

    name: str
    data: bytes


@dataclasses.dataclass(frozen=True)
class Recognised:
    """What the files say. `doubts` and `stated` are by field of the item; `stated` are those the text itself fills."""

    content: drafting.Content
    doubts: Mapping[str, tuple[str, ...]]
    stated: frozenset[str]
    text: str


def recognise(
    *,
    uploads: Sequence[Upload],
    shelves: intake.Shelves,
    genres: Mapping[str, str],
    address: Callable[[StoredFile, str], str],
    at: datetime.datetime,
) -> Recognised:
    """Read the first text among the files into a content; it and the others become attachments.

    `genres` are codes by label; `address` tells where a file of a name will be public. Stores the files.
    Raises a class of `faults.UnreadableFile`.
    """
    main = _main(uploads)
    document = reading.read(main.data, name=main.name)
    header = headers.read_header(document)
    values = intake.stated(header)
    doubts: dict[str, list[str]] = {}
    for each in (*header.warnings, *document.warnings):
        if each.code != "pictures":
            _doubt(doubts, FIELDS.get(each.field or "", "body"), each.sentence)
    kept = {upload.name: files.store_for_release(data=upload.data, name=upload.name, at=at) for upload in uploads}
    if kept[main.name].kind not in intake.KEPT_AS_ATTACHMENT:
        del kept[main.name]
    images = _pictures(document, main, uploads, kept, doubts, address=address, at=at)
    start, end = header.body_span.start, header.body_span.end
    if not document.text[start:end].strip() and document.text.strip():
        start, end = 0, len(document.text)
        _doubt(doubts, "body", "没有分出正文，先放入全文，请删去其中的标题、文号和日期。")
    values["body"] = rendering.render_body(document, start=start, end=end, pictures=images)
    content, filled = _content(main, values, shelves, doubts)
    attribute, reason = _attribute(values.get("disclosure_mode", ""), document.text, doubts, on=at.date())
    attached = tuple(drafting.AttachmentContent(stored, name) for name, stored in kept.items())
    content = dataclasses.replace(
        content,
        genre=genres.get(values.get("genre", ""), ""),
        attribute=attribute or content.attribute,
        attribute_reason=reason,
        attachments=attached,
    )
    stated = {FIELDS[name] for name in filled if name in FIELDS and getattr(content, FIELDS[name])}
    stated = (stated - {"attribute"}) | ({"attribute"} if attribute else set())
    return Recognised(content, {name: tuple(each) for name, each in doubts.items()}, frozenset(stated), document.text)


def _main(uploads: Sequence[Upload]) -> Upload:
    """The file that is the text: the first that is written to be read, else the first table."""
    found = [(kinds.detect(each.data, name=each.name), each) for each in uploads]
    for wanted in (_TEXTS, _SHEETS):
        for kind, upload in found:
            if kind in wanted:
                return upload
    return uploads[0]


def _doubt(doubts: dict[str, list[str]], field: str, sentence: str) -> None:
    beside = doubts.setdefault(field, [])
    if sentence not in beside:
        beside.append(sentence)


def _content(
    main: Upload, values: dict[str, str], shelves: intake.Shelves, doubts: dict[str, list[str]]
) -> tuple[drafting.Content, set[str]]:
    """The content by the same door as the import; what that refuses is left empty with the reason beside it."""
    if not values.get("title", "").strip():
        values = values | {"title": pathlib.PurePath(main.name).stem[:200]}
        _doubt(doubts, "title", "没有读到标题，先用了文件名，请改成正式标题。")
    while True:
        entry = intake.entry_of_values(main.name, values, shelves)
        for field, sentence in (*entry.refused, *entry.repaired):
            _doubt(doubts, FIELDS.get(field, "body"), sentence)
        if entry.content is not None:
            return entry.content, {name for name, value in values.items() if value}
        refused = {field for field, _sentence in entry.refused}
        values = {name: value for name, value in values.items() if name not in refused}
        if "title" in refused:
            values["title"] = entry.title[:200]


def _attribute(mode: str, text: str, doubts: dict[str, list[str]], *, on: datetime.date) -> tuple[str, str]:
    """The attribute a text states of itself, with the reason the Regulations give; ("", "") when it states none."""
    head = text[:_HEAD]
    for pattern, code in ((_SECRET, "state-secret"), (_INTERNAL, "internal")):
        if found := pattern.search(head):
            label = next((each.label for each in attributes.reasons(attributes.CLOSED, on) if each.code == code), "")
            _doubt(doubts, "attribute", f"文首标有「{found[0]}」，按不予公开处理；未经定密机关解密不得公开，请核对。")
            return attributes.CLOSED, label
    word = mode.strip(" （）()。")
    for sign, attribute in (
        ("依申请", attributes.ON_REQUEST),
        ("不予公开", attributes.CLOSED),
        ("免予公开", attributes.CLOSED),
        ("不公开", attributes.CLOSED),
        ("主动公开", attributes.OPEN),
        ("公开发布", attributes.OPEN),
    ):
        if sign in word:
            return attribute, _reason(attribute, doubts, on=on)
    known = attributes.attribute_of(word) or ""
    return known, _reason(known, doubts, on=on) if known else ""


def _reason(attribute: str, doubts: dict[str, list[str]], *, on: datetime.date) -> str:
    if attribute == attributes.OPEN:
        return ""
    choices = attributes.reasons(attribute, on)
    if len(choices) == 1:
        return choices[0].label
    _doubt(doubts, "attribute_reason", "文件没有写明理由，请选择或填写。")
    return ""


def _pictures(
    document: paper.Document,
    main: Upload,
    uploads: Sequence[Upload],
    kept: dict[str, StoredFile],
    doubts: dict[str, list[str]],
    *,
    address: Callable[[StoredFile, str], str],
    at: datetime.datetime,
) -> dict[int, list[str]]:
    """Put pictures among the attachments and give the text their places; those no browser shows are said."""
    beside = {each.name: each.data for each in uploads}
    images: dict[int, list[str]] = {}
    known: dict[str, str] = {}
    left = 0
    for picture in document.pictures:
        data = picture_files.bytes_of(picture, data=main.data, kind=document.kind, beside=beside)
        if data is None or len(known) >= MOST_PICTURES:
            left += 1
            continue
        try:
            stored = files.store_for_release(data=data, name="图片", at=at)
        except faults.UnreadableFile:
            left += 1
            continue
        same = next((name for name, file in kept.items() if file.pk == stored.pk), None)
        name = known.get(stored.sha256) or same or _free_name(len(known) + 1, stored.kind, kept)
        kept[name] = stored
        known[stored.sha256] = name
        words = picture.words.replace('"', "") or pathlib.PurePath(name).stem
        images.setdefault(picture.position, []).append(
            f'<p><img src="{address(stored, name)}" alt="{_escaped(words)}"></p>'
        )
    if left:
        _doubt(doubts, "body", f"有 {left} 张图片没有放入正文（网页不能显示的格式或取不到），只留在原件里，请核对。")
    elif not document.pictures and any(each.code == "pictures" for each in document.warnings):
        _doubt(doubts, "body", "文中的图片没有取出，只留在原件里，请核对。")
    return images


def _free_name(number: int, kind: str, kept: Mapping[str, StoredFile]) -> str:
    while (name := f"图{number}.{_SUFFIX.get(kind, kind)}") in kept:
        number += 1
    return name


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
