"""The title and the document number as they stand on the page without a label."""

import dataclasses
import itertools
import re
from collections.abc import Iterator

from gongkai.documents import dates
from gongkai.documents.header import labels, layout, lines, view
from gongkai.rules import document_numbers

_SITE_TAIL = re.compile(r"\s*[-_|—–]{1,2}\s*[^-_|—–]{2,30}$")
_DAMAGED_NUMBER = re.compile(
    r"^[\u4e00-\u9fff]{2,12}[〔\[(](?:19|20)\d\d[〕\])]?\d{0,4}号?$|^[\u4e00-\u9fff]{2,10}(?:19|20)\d{3,6}号$"
)
_NAMED = re.compile(r"\s*([^。;\n]{6,110}?关于[^。;\n]{2,90}?的(?:通知|通告|公告|意见|决定|批复|函|报告|通报))\s")
_TITLE_BEFORE = re.compile(r"[知告定见法案复函则例议报要书]\s*\($")
_ORDER_NUMBER = re.compile(r"^[(]?(?:(?:19|20)\d\d\s?年\s?)?第\s?[\d一二三四五六七八九十百]{1,5}\s?号[)]?$")
_LETTERS_OF_TITLE = (6, 130)
_LEAST_SCORE = 3.5
_JOINED_LINES = 4
_UNFINISHED = re.compile(r"(?:关于|印发|转发|批转|公布|发布|下达|的|和|与|、|《[^》]*)$")
# A title that leaves its agency to the line above it.
_NEEDS_AGENCY = re.compile(r"^(?:[(]?(?:19|20)\d\d|关于|政府信息公开|信息公开|政务公开|年度)")
_YEAR_BEGINS = re.compile(r"^[(]?(?:19|20)\d\d\s?年")


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """Something read at `start:end` of the view, on these lines."""

    start: int
    end: int
    line: int
    last_line: int


@dataclasses.dataclass(frozen=True, slots=True)
class _Candidate:
    found: Found
    text: str
    score: float


def title(zone: layout.Zone, taken: frozenset[int], *, hints: tuple[str, ...] = ()) -> Found | None:
    """The best line, or run of lines, that reads as the title; `taken` are lines used by labels.

    `hints` are titles the file itself states (meta tags); a line that says the same is preferred.
    """
    tail = labels.compact(zone.view.text[:6000])
    wanted = {labels.compact(hint) for hint in hints}
    best: dict[str, _Candidate] = {}
    for found, text, joined in _runs(zone, taken):
        plain = labels.compact(text)
        score = _score(zone, found, text, tail) - 0.5 * joined + (4 if plain in wanted else 0)
        first = best.get(plain)
        best[plain] = _Candidate(first.found if first else found, text, max(score, first.score if first else score))
    chosen = max(best.values(), key=lambda candidate: candidate.score, default=None)
    return chosen.found if chosen and chosen.score >= _LEAST_SCORE else None


def document_number(zone: layout.Zone, taken: frozenset[int]) -> Found | None:
    """A document number that begins a line of the zone or the first line after it, alone or before the title.

    A number whose brackets or digits were lost is found only where it fills its line.
    """
    candidates = [parsed.line for number, parsed in enumerate(zone.parsed) if number not in taken]
    following = next((line for line in zone.view.lines[zone.stop :] if not line.is_blank), None)
    if following is not None:
        candidates.append(following)
    for line in candidates:
        if found := _number_of(line):
            return found
    return _order_over_two_lines(candidates)


def _number_of(line: view.Line) -> Found | None:
    text = line.text.strip(" \t|")
    if not text or lines.is_crumb(line.text[:400]):
        return None
    start = line.start + line.text.find(text)
    bracketed = 1 if text[0] in "(《" and text[-1] in ")》" else 0
    numbers = document_numbers.find_all(text[:160])
    if numbers and len(numbers[0].number.org) <= 24:
        first = numbers[0]
        after = text[first.end :][:1]
        leads = first.start == bracketed and after in ("", " ", "《", ")", "|") and not (bracketed and after != ")")
        trails = (
            text[first.start - 1 :][:1] == "("
            and text[first.end :] == ")"
            and _TITLE_BEFORE.search(text[: first.start])
        )
        if leads or trails:
            return Found(start + first.start, start + first.end, line.number, line.number)
    if _DAMAGED_NUMBER.match(labels.compact(text[:60])):
        return Found(start, start + len(text), line.number, line.number)
    return None


def _order_over_two_lines(candidates: list[view.Line]) -> Found | None:
    """「某市人民政府令」 over 「第12号」."""
    shown = [line for line in candidates if not line.is_blank]
    for line, below in itertools.pairwise(shown):
        name, number = line.text.strip(), below.text.strip()
        if name.endswith(("令", "公告")) and len(name) < 30 and _ORDER_NUMBER.match(number):
            start = line.start + line.text.find(name)
            return Found(start, below.start + below.text.find(number) + len(number), line.number, below.number)
    return None


def _runs(zone: layout.Zone, taken: frozenset[int]) -> Iterator[tuple[Found, str, int]]:
    """Single lines, and lines that only together are a title, each without number, site name and page words."""
    for number, parsed in enumerate(zone.parsed):
        if number in taken or not _may_be_title(parsed):
            continue
        start, end = _trimmed(zone, parsed.line)
        yield Found(start, end, number, number), zone.view.text[start:end], 0
        text = zone.view.text[start:end]
        place, joined, blanks, agency_above = number + 1, 0, 0, False
        while joined < _JOINED_LINES and place < len(zone.parsed) and place not in taken:
            following = zone.parsed[place]
            if following.line.is_blank:
                blanks += 1
                place += 1
                if blanks > 1 + joined:
                    break
                continue
            if not _goes_on(zone, text) or not _may_be_title(following):
                break
            agency_above = agency_above or (joined == 0 and bool(zone.table.agency.fullmatch(text)))
            if joined == 0 and agency_above and not _NEEDS_AGENCY.match(following.line.text.strip()):
                break
            text += following.line.text.strip()
            _, end = _trimmed(zone, following.line)
            joined += 1
            yield Found(start, end, number, place), text, joined - (4 if agency_above else 0)
            place += 1
    yield from _first_words(zone)


def _goes_on(zone: layout.Zone, text: str) -> bool:
    """A line that stops in the middle, or that is only the agency above its title."""
    return bool(_UNFINISHED.search(text)) or not zone.table.document_type.search(labels.compact(text))


def _first_words(zone: layout.Zone) -> Iterator[tuple[Found, str, int]]:
    """A title that begins the first line of running text, as pages without line breaks have it."""
    line = next((line for line in zone.view.lines[zone.stop :] if not line.is_blank), None)
    if line is None:
        return
    start = line.start + len(line.text) - len(line.text.lstrip())
    numbers = document_numbers.find_all(line.text.strip()[:60])
    if numbers and numbers[0].start == 0:
        start += numbers[0].end
    if named := _NAMED.match(zone.view.text, start, min(line.end, start + 400)):
        yield Found(named.start(1), named.end(1), line.number, line.number), named[1], 1
    match = re.match(r"\s*(\S{8,80}?)\s+(?=\S)", line.text[:400])
    if match and zone.table.document_type.search(match[1]) and not re.search(r"[,。;:]", match[1]):
        start = line.start + match.start(1)
        yield Found(start, line.start + match.end(1), line.number, line.number), match[1], 1


def _may_be_title(parsed: lines.Parsed) -> bool:
    text = parsed.line.text.strip(" |\t")
    if parsed.line.is_blank or lines.is_crumb(parsed.line.text) or not parsed.is_value_only:
        return False
    if len(parsed.values) > 1 or "。" in text or re.search(r"https?:|www\.|@|icp备", text):
        return False
    return dates.read(text) is None and not re.fullmatch(r"[\W\d_]*", text)


def _trimmed(zone: layout.Zone, line: view.Line) -> tuple[int, int]:
    """The line without bars, bullets, a leading document number and a trailing site name."""
    text = line.text
    start = len(text) - len(text.lstrip(" \t|•·●◆■▪"))
    end = len(text.rstrip(" \t|"))
    numbers = document_numbers.find_all(text[start : start + 60])
    if numbers and numbers[0].start == 0 and numbers[0].end < end - start:
        start += numbers[0].end
        start += len(text[start:]) - len(text[start:].lstrip())
    if (tail := _SITE_TAIL.search(text, start, end)) and zone.table.document_type.search(text[start : tail.start()]):
        end = tail.start()
    return line.start + start, line.start + end


def _score(zone: layout.Zone, found: Found, text: str, tail: str) -> float:
    plain = labels.compact(text)
    least, most = _LETTERS_OF_TITLE
    if not least <= len(plain) <= most or document_numbers.is_normal(plain):
        return -9.0
    score = 0.0
    typed = zone.table.document_type.search(plain)
    if typed:
        score += 4
    if "关于" in plain or "《" in plain:
        score += 2
    if "关于" in plain and typed:
        score += 1.5
    if _YEAR_BEGINS.match(plain) or re.search(r"(?:19|20)\d\d年", plain):
        score += 1
    if zone.table.agency.fullmatch(text) and not typed:
        score -= 5
    if not typed and re.search(r"网$|网站$|平台$|系统$|首页|欢迎", plain):
        score -= 5
    if len(plain) > 9 and tail.count(plain) > 1:
        score += 2
    if plain in zone.table.words["column_names"] and not _is_alone(zone, found):
        score -= 4
    score += _neighbours(zone, found)
    if _UNFINISHED.search(text):
        score -= 4
    if re.search(r"[,;!?]", text) and not re.search(r"《[^》]*[,;][^《]*》", text):
        score -= 1.5
    return score


def _is_alone(zone: layout.Zone, found: Found) -> bool:
    """Nothing but this line in the zone: then even the name of a column is a title."""
    return all(parsed.line.is_blank or parsed.line.number == found.line for parsed in zone.parsed)


def _neighbours(zone: layout.Zone, found: Found) -> float:
    """A line of labels, a date or a document number just below speaks for a title."""
    shown = [place for place in range(found.last_line + 1, len(zone.parsed)) if not zone.parsed[place].line.is_blank]
    if not shown:
        return 1.0 if found.line == 0 or zone.stop <= found.last_line + 4 else 0.5
    parsed = zone.parsed[shown[0]]
    text = parsed.line.text.strip()
    if any(label.field in ("publish_date", "source", "author", "written_date") for label in parsed.labels):
        return 3.0
    if parsed.labels or dates.read(text):
        return 2.0
    numbers = document_numbers.find_all(text)
    return 2.0 if numbers and numbers[0].start == 0 else 0.0
