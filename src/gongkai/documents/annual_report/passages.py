"""Prose cut for reading: paragraphs, sentences, clauses and bracketed asides, each figure with the words around it."""

import dataclasses
import re
from collections.abc import Iterator

from gongkai.documents.annual_report import quantities

_HOLE = "\x00"
_ASIDE = re.compile(r"\(([^()]{0,160})\)|\[([^\[\]]{0,60})\]")
_QUOTED = re.compile(r"《[^《》\n]{1,60}》|“[^“”\n]{1,40}”|\"[^\"\n]{1,30}\"|「[^「」\n]{1,40}」")
_SENTENCE_END = re.compile(r"[。!?;]")
_CLAUSE_END = re.compile(r"[,:。!?;\n]")
_JOINT = re.compile(r"[、]|(?<![总共普饱])和(?!谐)|及(?!时)|与(?!会|度)|以及|并")
_LEAD = re.compile(
    r"^(?:[\s、.·•●◆■*\-\x00]|\d{1,2}[.、)](?!\d)|[一二三四五六七八九十]{1,3}(?:是|[、.])|第[一二三四五六七八九十][,、]?|首先|其次|此外)+"
)
_NUMBERED = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]+\)|\d{1,2}[、.](?!\d))[^。;]*$"
)
_BROKEN = re.compile(r"(?<=\d)\n(?=\d)")
_HARD_WRAP = 18
_AROUND = 400  # no clause looks further back


@dataclasses.dataclass(frozen=True, slots=True)
class Mention:
    """A quantity with its words: `local` is its clause and `wide` all since the quantity before, `#` for the number.

    `lead` is what the sentence says before the clause; `inside` is true in a bracketed aside.
    """

    quantity: quantities.Quantity
    start: int
    end: int
    local: str
    wide: str
    lead: str
    inside: bool
    sentence: int
    clause_start: int
    is_shared: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the folded text: `text` has asides blanked out, so that positions stay.

    `start` is its place, `before` what stands before an aside, `written` the sentence with its asides.
    """

    start: int
    text: str
    number: int
    inside: bool = False
    before: str = ""
    written: str = ""


def sentences(text: str, start: int, end: int) -> Iterator[Sentence]:
    """The sentences of `text[start:end]`, each followed by the asides it holds."""
    position = start
    for number, line_end in enumerate(_ends(text, start, end)):
        part = text[position:line_end]
        if part.strip():
            outer, asides = _without_asides(_BROKEN.sub(quantities.BROKEN, part[:-1]).replace("\n", " ") + part[-1:])
            yield Sentence(position, outer, number, written=part)
            for at, inner in asides:
                yield Sentence(position + at, inner, number, inside=True, before=plain(outer[:at]))
        position = line_end


def mentions(sentence: Sentence) -> list[Mention]:
    """The quantities of one sentence in order, with their words; numbers in titles and quotations are left out."""
    text = sentence.text
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    found = [each for each in quantities.find(text) if not any(start <= each.start < end for start, end in quoted)]
    result: list[Mention] = []
    for place, quantity in enumerate(found):
        before_end = found[place - 1].end if place else 0
        after_start = found[place + 1].start if place + 1 < len(found) else len(text)
        clause = _last_boundary(text, before_end, quantity.start, quoted)
        before = text[clause : quantity.start]
        if place and clause == before_end:
            before = _split_between(text[before_end : quantity.start])[1]
        stop = _first_boundary(text, quantity.end, after_start, quoted)
        after = text[quantity.end : stop]
        if stop == after_start and place + 1 < len(found):
            after = _split_between(after)[0]
        local = plain(before) + "#" + plain(after)
        if local == "#" and not quantity.unit:
            continue
        wide = plain(text[max(before_end, quantity.start - _AROUND) : quantity.start]) + "#" + plain(after)
        result.append(
            Mention(
                quantity,
                sentence.start + quantity.start,
                sentence.start + quantity.end,
                local,
                wide,
                plain(text[max(0, clause - _AROUND) : clause]),
                sentence.inside,
                sentence.number,
                sentence.start + clause,
            )
        )
    return _distributed(result, text, sentence.start)


def plain(text: str) -> str:
    """Words without blanks, enumerators and holes."""
    return re.sub(r"[\s\x00]+", "", _LEAD.sub("", text.strip(" \t\n\x00,;:。、")))


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Ends of sentences; a line break ends one unless the line was wrapped in the middle of it."""
    position = start
    depth = 0
    while position < end:
        each = text[position]
        if each in "(（《“「":
            depth += 1
        elif each in ")）》”」":
            depth = max(0, depth - 1)
        if each == "\n":
            if not _is_wrapped(text, start, position, end):
                depth = 0
                yield position + 1
        elif _SENTENCE_END.match(each) and not depth:
            yield position + 1
        elif depth and each in "。":
            depth = 0
            yield position + 1
        position += 1
    yield end


def _is_wrapped(text: str, start: int, position: int, end: int) -> bool:
    line_start = max(text.rfind("\n", start, position) + 1, start)
    line = text[line_start:position].rstrip()
    following = text[position + 1 : min(end, position + 40)].split("\n", 1)[0]
    if _NUMBERED.match(line):
        return False
    if line.endswith(("报告", "年报", "情况", "统计表")):
        return False
    if len(line) < _HARD_WRAP or not following.strip() or line[-1] in "。!?;:|":
        return False
    return not (re.match(r"[ \t]{2,}", following) or _NUMBERED.match(following))


def _without_asides(text: str) -> tuple[str, list[tuple[int, str]]]:
    asides: list[tuple[int, str]] = []

    named = [match.span() for match in _QUOTED.finditer(text)]

    def blank(match: re.Match[str]) -> str:
        if any(start < match.start() < end for start, end in named):
            return match.group()
        inner = match[1] if match[1] is not None else match[2]
        if re.search(r"\d|[一二三四五六七八九十两]", inner):
            asides.append((match.start() + 1, inner))
        return _HOLE * len(match.group())

    previous = None
    while previous != text:
        previous = text
        text = _ASIDE.sub(blank, text)
    return text, [(at, inner.replace(_HOLE, " ")) for at, inner in asides]


def _last_boundary(text: str, start: int, end: int, quoted: list[tuple[int, int]]) -> int:
    place = start
    for match in _CLAUSE_END.finditer(text, start, end):
        if not any(one <= match.start() < other for one, other in quoted):
            place = match.end()
    return place


def _first_boundary(text: str, start: int, end: int, quoted: list[tuple[int, int]]) -> int:
    for match in _CLAUSE_END.finditer(text, start, end):
        if not any(one <= match.start() < other for one, other in quoted):
            return match.start()
    return end


def _split_between(text: str) -> tuple[str, str]:
    """Words between two numbers of one clause: what belongs to the first, what to the second."""
    if _JOINT.match(text.strip(" \x00")) or not text.strip(" \x00"):
        return "", text
    joints = list(_JOINT.finditer(text))
    if joints:
        return text[: joints[-1].start()], text[joints[-1].end() :]
    return text, text


def _distributed(found: list[Mention], text: str, offset: int) -> list[Mention]:
    """「甲、乙和丙分别为1、2和3件」 and 「甲、乙均为0件」: every subject gets its number."""
    result = list(found)
    place = 0
    while place < len(result):
        first = result[place]
        clause = text[first.clause_start - offset : first.start - offset]
        each = re.search(r"(?:分别|依次)", clause)
        if each:
            group = [first]
            for other in result[place + 1 :]:
                gap = text[group[-1].end - offset : other.start - offset].strip()
                if not re.fullmatch(r"[、,和及与]|以及", gap):
                    break
                group.append(other)
            subjects = _subjects(clause[: each.start()] or first.lead, len(group))
            if len(subjects) == len(group) > 1:
                verb = plain(clause[each.end() :])
                for at, (mention, subject) in enumerate(zip(group, subjects, strict=True)):
                    local = f"{subject}{verb}#"
                    result[place + at] = dataclasses.replace(mention, local=local, wide=local)
            place += len(group)
        else:
            place += 1
    return result


def _subjects(text: str, count: int) -> list[str]:
    parts = [plain(part) for part in re.split(r"[、,]|和|及|与|以及", text) if plain(part)]
    parts = parts[-count:]
    if parts and len(parts) == count:
        head = re.search(r"[,:。]([^,:。]*)$", text)
        parts[0] = re.sub(r"^.*(?:通过|其中:?|包括)", "", parts[0]) if head is None else parts[0]
    return parts
