"""Wholes and their parts in running text: after 其中, 包括 or 分别为, in brackets, in plain lists, before 总计."""

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Literal

from gongkai.rules.report_checks import facts

How = Literal["listed", "bracket", "respectively", "plain", "added_up", "columns"]

_OPENER = re.compile(
    r"[(（]\s*(?:其中|包括|包含|含)?[:：,，]?"
    r"|(?:其中|具体(?:包括|如下|为|是)|(?:主要)?包括|分别(?:为|是)|按.{1,8}(?:分|统计))[:：,，]?"
)
_OF_THE_DISCLOSED = re.compile(r"在主动公开的(?:政府)?信息中[:：,，]?")
_STOP = re.compile(r"[。\n！!？?]|其中|(?<![(（])(?:包括|含)|截[至止]|累计|同比|比上年|较上年|[占比]")
_AS_A_TOTAL = re.compile(r"共(?![和产享同性])|总(?![结工体局站])|全年|各类")
_SENTENCE_END = re.compile(r"[。\n]")
_ADDED_UP = re.compile(r"(?:总计|合计|共计|总共|一共)[^\d。,，;；]{0,6}$")
_REST = re.compile(r"^(?:以及|和|及)?其[他它余]")
_ELECTRONIC = re.compile(r"(?:其中)?(?:所有)?(?:政府信息)?全文电子化[^,，。]*")
_SKIPPED_WORDS = re.compile(
    r"^(?:\d+[.、]|其中|通过|利用|运用|由|以|在|各|政府|政务|门户|具体|包括|主要|分别(?:为|是)?|[:：,，、;；\s])+"
)
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_CHANNEL = "disclosed.by_channel."
_ALSO_ITEMS = ("responses.", "normative_documents.", "regulations.", "licensing.", "penalty.", "mailbox.")
_OPEN_CHANNELS = ("named", "section", "other")
_LONGEST_GAP = 60
_FAR = 260
_WINDOW = 1500


@dataclasses.dataclass(frozen=True, slots=True)
class Listing:
    """A whole and the parts listed for it. `ends` are the lengths at which the list may as well have ended;
    `is_cut` when the text ends inside or right after it; `candidates` are other counts that may be the whole."""

    whole: facts.Fact
    parts: tuple[facts.Fact, ...]
    how: How
    ends: tuple[int, ...]
    is_cut: bool = False
    names: tuple[str, ...] = ()
    candidates: tuple[facts.Fact, ...] = ()

    def named(self, place: int) -> str:
        return self.names[place] if self.names else name(self.parts[place])


def find(report: facts.ReportFacts) -> Iterator[Listing]:
    """Every listing of two parts or more, in the order of the text."""
    text = report.text
    taken: set[int] = set()
    for opener in sorted([*_OPENER.finditer(text), *_OF_THE_DISCLOSED.finditer(text)], key=lambda each: each.start()):
        words = opener.group()
        wholes = _wholes_before(report, opener)
        if wholes is None:
            continue
        how: How = "bracket" if words[0] in "(（" else "respectively" if words.startswith("分别") else "listed"
        columns = list(_columns(report, opener.end(), wholes))
        nearest = _listing(report, opener.end(), wholes[-1], how)
        before = () if how == "bracket" else tuple(each for each in wholes[:-1] if each.unit == nearest.whole.unit)
        found = columns or [dataclasses.replace(nearest, candidates=before)]
        for listing in found:
            if len(listing.parts) > 1:
                taken.update(each.place.end for each in (listing.whole, *listing.parts))
                yield listing
    for whole in _stated(report, 0, len(text)):
        if whole.place.end in taken or whole.unit in ("", "%"):
            continue
        if _ADDED_UP.search(whole.place.text[: -len(whole.unit)].rstrip("0123456789.,， ")):
            yield from _before_total(report, whole)
        if (whole.id or "").startswith("disclosed.") and _AS_A_TOTAL.search(whole.place.text):
            plain = _listing(report, whole.place.end, whole, "plain")
            if len(plain.parts) > 1:
                yield plain


def _stated(report: facts.ReportFacts, start: int, end: int) -> list[facts.Fact]:
    """Figures of running text that end in this stretch; zeros in words and figures without a place are no parts."""
    return [each for each in report.prose_between(start, end) if not each.is_implied and each.place.start >= 0]


def _sentence_start(text: str, position: int) -> int:
    return max(text.rfind("。", 0, position), text.rfind("\n", 0, position)) + 1


def name(fact: facts.Fact) -> str:
    """What a part is called, in Chinese characters alone."""
    words = fact.label or re.sub(r"[\d.,，]+.{0,3}$", "", fact.place.text)
    return _NOT_HAN.sub("", _SKIPPED_WORDS.sub("", words))


def family(fact: facts.Fact) -> str:
    """Figures of one family stand beside each other in a list; a change of family ends it."""
    if fact.id is None or fact.id.startswith("disclosed."):
        return "items"
    if fact.id.startswith("requests.received."):
        return "received"
    if fact.id.startswith(("requests.granted", "requests.partial", "requests.refused", "requests.not_", "requests.ot")):
        return "outcome"
    return fact.id.split(".")[0] + (".closed" if ".closed." in fact.id else "")


def is_rest(words: str) -> bool:
    """Whether a part is called 其他 or 其余."""
    return _REST.match(words) is not None


def _wholes_before(report: facts.ReportFacts, opener: re.Match[str]) -> list[facts.Fact] | None:
    """The counts of the sentence that ends where a list opens, the nearest last; None when there is none."""
    text, at = report.text, opener.start()
    counts = [each for each in _stated(report, max(0, at - _WINDOW), at) if each.unit not in ("%", "")]
    if not counts:
        return None
    whole = counts[-1]
    gap = text[whole.place.end : at]
    if _OF_THE_DISCLOSED.match(opener.group()):
        wholes = [each for each in counts if (each.id or "").startswith("disclosed.") and at - each.place.end < _FAR]
        return wholes[-1:] or None
    if opener.group()[0] in "(（":
        return [whole] if not gap.strip() else None
    if _HAN.search(re.sub(r"[\u4e00-\u9fff]{0,12}率[^,，。]*", "", _ELECTRONIC.sub("", gap))):
        return None
    if len(gap) > _LONGEST_GAP:
        return None
    begin = _sentence_start(text, whole.place.start)
    return [each for each in counts if each.place.start >= begin]


def _listing(report: facts.ReportFacts, start: int, whole: facts.Fact, how: How) -> Listing:
    text = report.text
    parts: list[facts.Fact] = []
    ends: list[int] = []
    position = seen = start
    depth = 0
    kind = ""
    for fact in _stated(report, start, start + _WINDOW):
        number_at = fact.place.end
        if number_at <= position or fact.place.start < start - 4:
            continue
        begin = max(position, fact.place.start)
        depth += _depth(text[seen:begin])
        seen = begin
        if depth > 0:
            continue
        if (
            depth < 0
            or begin - position > _LONGEST_GAP
            or _stops(_BRACKETED.sub("", text[position:number_at]), fact, parts, how)
        ):
            break
        if fact.unit == "%" or (how == "plain" and not parts and family(fact) != "items"):
            position = number_at
            continue
        may_belong = kind == "items" and (fact.id or "").startswith(_ALSO_ITEMS)
        foreign = bool(kind) and family(fact) != kind and not may_belong
        if fact.unit not in (whole.unit, "") or foreign or _is_other_channel(whole, fact):
            break
        kind = kind or family(fact)
        if may_belong or (
            parts and kind == "items" and (re.match(r"\s*[;；。]", text[position:]) or is_rest(name(parts[-1])))
        ):
            ends.append(len(parts))
        parts.append(fact)
        position = number_at
    last = parts[-1].place.end if parts else start
    rest = re.sub(r"^[^。]{0,30}%", "", text[last : last + 60]).strip(" 、,，;；。\n")
    return Listing(whole, tuple(parts), how, tuple(ends), is_cut=not rest and "。" not in text[last:])


def _stops(between: str, fact: facts.Fact, parts: Sequence[facts.Fact], how: How) -> bool:
    """Whether what stands before a figure ends the list; a plain list may run over sentences of its paragraph."""
    if fact.unit == "%":
        return re.search(r"[。\n]", between) is not None
    if how == "plain":
        nested = re.search(r"其中|包括", between) is not None and (bool(parts) or family(fact) == "items")
        return nested or re.search(r"\n|截[至止]|累计|同比|占", between) is not None or between.count("。") > 1
    return _STOP.search(between) is not None


def _depth(text: str) -> int:
    return text.count("(") + text.count("（") - text.count(")") - text.count("）")


def _is_other_channel(whole: facts.Fact, part: facts.Fact) -> bool:
    """What WeChat published is no sum of what other channels published."""
    first, second = whole.id or "", part.id or ""
    if not (first.startswith(_CHANNEL) and second.startswith(_CHANNEL)):
        return False
    channel = second.removeprefix(_CHANNEL)
    return channel not in _OPEN_CHANNELS and first != second and first.removeprefix(_CHANNEL) not in _OPEN_CHANNELS


def _columns(report: facts.ReportFacts, start: int, wholes: Sequence[facts.Fact]) -> Iterator[Listing]:
    """Several figures told for the whole and again for each part, in the same order (项目、预算、中标)."""
    end = next(
        (match.start() for match in _SENTENCE_END.finditer(report.text, start, start + _WINDOW)), start + _WINDOW
    )
    after = [each for each in _stated(report, start, end) if each.unit != "%"]
    after = [each for each in after if each.place.start >= start - 4]
    for width in range(min(len(wholes), 4), 1, -1):
        units = [each.unit for each in wholes[-width:]]
        if len(after) < 2 * width or len(after) % width or len(set(units)) < 2:
            continue
        if [each.unit for each in after] != units * (len(after) // width):
            continue
        names = tuple(name(each) for each in after[::width])
        for place, whole in enumerate(wholes[-width:]):
            yield Listing(whole, tuple(after[place::width]), "columns", (), names=names)
        return


def _before_total(report: facts.ReportFacts, whole: facts.Fact) -> Iterator[Listing]:
    """Parts of one sentence, added up at its end."""
    begin = max(_sentence_start(report.text, whole.place.start), whole.place.start - _WINDOW)
    parts = [
        each
        for each in _stated(report, begin, whole.place.end)
        if each is not whole and each.place.start >= begin and each.place.end <= whole.place.start
    ]
    parts = [each for each in parts if each.unit == whole.unit and each.period == "year" and not each.is_approximate]
    if len(parts) > 1 and "其中" not in report.text[begin : whole.place.start]:
        yield Listing(whole, tuple(parts), "added_up", ())
