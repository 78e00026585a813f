"""One line of a header taken apart: the labels in it, the values beside them, words of the page that end a value."""

import dataclasses
import re
from typing import Literal

from gongkai.documents.header import labels, view

Strength = Literal["colon", "bare", "guess", "stop"]

_BULLET = re.compile(r"^\s*(?:[•·●◆■▪◦*☆★►▶]|-(?=\s)|\d{1,2}[.、](?=\s))?\s*")
_GUESS = re.compile(
    r"(?:(?<=^)|(?<=[\s|【\[•·]))((?:[\u4e00-\u9fff]{1,8}|[\u4e00-\u9fff](?:[ ]{1,8}[\u4e00-\u9fff]){1,3}))[ ]{0,6}:"
)
_COLON = re.compile(r"[ \t]{0,10}(?:\([^()|:]{1,10}\)[ \t]{0,4})?:")
_SENTENCE = re.compile(r"[\u3400-\u9fff〇,(;。、《“]")
_BRACKETED = re.compile(r"[ \t]{0,4}[】\]][ \t]{0,4}:?")
_AFTER_BARE = re.compile(r"(?=[ \t|]|$)")
_AFTER_STOP = re.compile(r"[ \t]{0,6}(?:[::\[(【|]|(?=[ \t\])】]|$))")
_CRUMB = re.compile(r">|»|›|→|首页\s*/|/\s*首页")
_PLACE = re.compile(r"^\s*(?:您?(?:当前|现在|目前)?(?:所在)?(?:的)?位置|您?(?:当前|现在)所在的?位置)\s*(?:是)?\s*[::]?")


@dataclasses.dataclass(frozen=True, slots=True)
class Label:
    """A label at `start:end` of the view (its colon included); `field` is None for words that are not ours.

    `strength`: with a known label and a colon, a known label standing bare, an unknown word before a colon,
    or a word of the page that ends a value.
    """

    start: int
    end: int
    field: str | None
    word: str
    strength: Strength


@dataclasses.dataclass(frozen=True, slots=True)
class Value:
    """A stretch of text between labels, blanks and bars trimmed."""

    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True)
class Parsed:
    """A line and its parts in order; `cells` counts its cells where it is a row of a table, else 0."""

    line: view.Line
    parts: tuple[Label | Value, ...]
    cells: int

    @property
    def labels(self) -> tuple[Label, ...]:
        """Labels of our fields."""
        return tuple(part for part in self.parts if isinstance(part, Label) and part.field is not None)

    @property
    def values(self) -> tuple[Value, ...]:
        return tuple(part for part in self.parts if isinstance(part, Value))

    @property
    def is_label_only(self) -> bool:
        """Nothing but labels of our fields, blanks and bars."""
        return bool(self.labels) and not self.values

    @property
    def is_value_only(self) -> bool:
        return bool(self.values) and not any(isinstance(part, Label) for part in self.parts)


def is_crumb(text: str) -> bool:
    """A line that says where on the site one is."""
    return (
        bool(_PLACE.match(text))
        or (len(_CRUMB.findall(text)) >= 1 and ("首页" in text or len(text) < 80))
        or (text.strip() in ("首页", "网站首页"))
    )


def parse(line: view.Line, table: labels.Table) -> Parsed:
    """Labels and values of a line; a bare label counts when it fills a cell or when the line is made of such."""
    if "|" not in line.text and is_crumb(line.text) and not _holds_labels(line.text, table):
        return Parsed(line, (), 0)
    lead = _BULLET.match(line.text)
    first = lead.end() if lead else 0
    if "|" not in line.text:
        found = _with_colon(line.text, first, len(line.text), table)
        if not any(label.field or label.strength == "stop" for label in found):
            found = _bare(line.text, first, table) or found
        return Parsed(line, _cut(line, found, first, len(line.text)), 0)
    parts: list[Label | Value] = []
    cells = 0
    place = first
    for cell in line.text[first:].split("|"):
        end = place + len(cell)
        start = place + len(cell) - len(cell.lstrip())
        if cell.strip():
            found = _with_colon(line.text, start, end, table)
            whole = table.known.fullmatch(cell.strip().rstrip(":").rstrip())
            if whole and not found:
                field = table.by_label[labels.compact(whole[0])]
                found = [Label(start, end, field, labels.compact(whole[0]), "bare")]
            elif found and found[0].start > start and found[0].field is None:
                found = []
            parts.extend(_cut(line, found, start, end))
            cells += 1
        elif place > first and end < len(line.text):
            cells += 1
        place = end + 1
    return Parsed(line, tuple(parts), max(cells, 1))


def _holds_labels(text: str, table: labels.Table) -> bool:
    """A category such as 应急局 > 供热科 in a line of labels does not make it a path on the site."""
    if _PLACE.match(text) or "首页" in text:
        return False
    return any(_COLON.match(text, match.end()) for match in table.firm.finditer(text))


def _with_colon(text: str, start: int, end: int, table: labels.Table) -> list[Label]:
    """Known labels before a colon, then page words, then unknown words before a colon in what is left."""
    found: list[Label] = []
    for match in table.known.finditer(text, start, end):
        word = labels.compact(match[0])
        opened = match.start() > start and text[match.start() - 1] in "【["
        colon = _BRACKETED.match(text, match.end(), end) if opened else _COLON.match(text, match.end(), end)
        if colon and (opened or not _is_inside_word(text, match.start()) or _is_run_together(found, match)):
            found.append(Label(match.start() - opened, colon.end(), table.by_label[word], word, "colon"))
    taken = [(label.start, label.end) for label in found]
    for match in table.stop.finditer(text, start, end):
        after = _AFTER_STOP.match(text, match.end(), end)
        free = (
            not _is_inside_word(text, match.start()) or (":" in after[0] and _is_run_together(found, match))
            if after
            else False
        )
        if after and free and not _overlaps(taken, match.start(), after.end()):
            if match.start() == start and not after[0].strip():
                continue  # a line that merely begins with such a word is no header line
            found.append(Label(match.start(), after.end(), None, labels.compact(match[0]), "stop"))
            taken.append((match.start(), after.end()))
    for match in _GUESS.finditer(text, start, end):
        if not _overlaps(taken, match.start(), match.end()):
            word = labels.compact(match[1])
            field = next(
                (table.endings[word[cut:]] for cut in range(1, len(word)) if word[cut:] in table.endings), None
            )
            found.append(Label(match.start(), match.end(), field, word, "colon" if field else "guess"))
    return sorted(found, key=lambda label: label.start)


def _bare(text: str, first: int, table: labels.Table) -> list[Label]:
    """Firm labels without colons: the line must begin with one, and each must stand free."""
    found: list[Label] = []
    for match in table.firm.finditer(text, first):
        free = match.start() == first or text[match.start() - 1] in " \t"
        if free and _AFTER_BARE.match(text, match.end()):
            word = labels.compact(match[0])
            found.append(Label(match.start(), match.end(), table.by_label[word], word, "bare"))
    if not found or found[0].start != first:
        return []
    if len(found) == 1 and text[found[0].end :].strip() and not re.match(r"[ \t]", text[found[0].end :]):
        return []
    return found


def _cut(line: view.Line, found: list[Label], start: int, end: int) -> tuple[Label | Value, ...]:
    """Labels moved to places of the view, and the stretches of text between them."""
    parts: list[Label | Value] = []
    place = start
    for label in [*found, None]:
        until = label.start if label else end
        if value := _value(line, place, until):
            parts.append(value)
        if label:
            shifted = dataclasses.replace(label, start=label.start + line.start, end=label.end + line.start)
            parts.append(shifted)
            place = label.end
    return tuple(parts)


def _value(line: view.Line, start: int, end: int) -> Value | None:
    text = line.text[start:end]
    opened = text.rstrip(" \t|")
    while opened and (
        opened[-1] in "【[(>" or (opened.endswith(("】", "]")) and not opened.rstrip("】]").strip("【[ "))
    ):
        opened = opened[:-1].rstrip(" \t|")
    lead = len(text) - len(text.lstrip(" \t|:"))
    if lead >= len(opened) or not re.search(r"[^\s\[\]【】()|:,,。;;]", opened):
        return None
    return Value(line.start + start + lead, line.start + start + len(opened))


def _is_inside_word(text: str, start: int) -> bool:
    """Behind a character, or behind the comma or bracket of a sentence."""
    return (
        start > 0
        and bool(_SENTENCE.match(text[start - 1]))
        and bool(text[: start - 1].strip() or text[start - 1] != "(")
    )


def _is_run_together(found: list[Label], match: re.Match[str]) -> bool:
    """「来源：市政府办发布时间：…」: behind a label and its value the next label may follow without a blank."""
    if not found:
        return False
    gap = match.string[found[-1].end : match.start()]
    if re.search(r"[\s|][\u4e00-\u9fff]{1,4}$", gap):
        return False  # an unknown longer label, such as 公文目录
    return len(gap) > 1 and (len(labels.compact(match[0])) >= 4 or len(gap) > 2)


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < until and since < end for since, until in taken)
