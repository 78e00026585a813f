"""Sums told in running text: wholes that their listed parts do not make up, and the balance of requests in words."""

import dataclasses
import re

from gongkai.rules.report_checks import facts, listings

_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]")
_ENUMERATION = re.compile(r"[、和与及]|以及")
_PAIRS = (
    (r"主办", r"协办|会办"),
    (r"(?:市|县|区|旗|州|省|自治区)本级|本级", r"县|区|乡|镇|街道|部门|下级"),
    (r"专职|全职", r"兼职"),
    (r"自然人|公民|个人", r"法人|组织|企业|单位"),
    (r"按[时期]", r"延期"),
)
_COMPLETE = (
    frozenset(f"requests.received.by_channel.{each}" for each in ("in_person", "fax", "online", "letter")),
    frozenset(f"reconsideration.{each}" for each in ("upheld", "corrected", "other", "pending")),
    frozenset(f"litigation.{each}" for each in ("upheld", "corrected", "other", "pending")),
    frozenset({"staff.full_time", "staff.part_time"}),
    frozenset({"requests.closed.on_time", "requests.closed.extended"}),
    frozenset({"requests.received.natural_person", "requests.received.organisations"}),
)
_NEARLY = 0.8
_NEARLY_OF_TWO = 0.9
_NEARLY_OF_CHANNELS = 0.95
_NUMERALS = "零一二三四五六七八九十"


def check(report: facts.ReportFacts) -> list[facts.Finding]:
    """Wholes in running text that their listed parts do not make up.

    An error when the list must be complete (all parts named in the whole's own clause, 分别为, a last 其他, a known
    pair or set) and every figure is exact; a warning when the parts exceed the whole or nearly make it up; silent
    when a list may be partial, channels may count an item twice, or a figure is approximate.
    """
    found = [finding for each in listings.find(report) if (finding := _judge(report, each)) is not None]
    balance = _balance(report)
    return [*found, *([balance] if balance else [])]


def _judge(report: facts.ReportFacts, listing: listings.Listing) -> facts.Finding | None:
    listing = _with_likely_whole(listing)
    whole = listing.whole
    if whole.is_approximate or whole.period == "last_year" or _adds_up(listing):
        return None
    severity = _severity(report, listing, len(listing.parts))
    if not listing.ends and severity is not None:
        return _finding(listing, len(listing.parts), severity)
    lengths = [each for each in (*listing.ends, len(listing.parts)) if each > 1]
    judged = [each for each in lengths if _severity(report, listing, each) is not None]
    if not judged:
        return None
    best = min(judged, key=lambda each: abs(_total(listing, each) - whole.number))
    sure = len(lengths) == 1 and best == len(listing.parts)
    return _finding(listing, best, severity if sure and severity else "warning")


def _with_likely_whole(listing: listings.Listing) -> listings.Listing:
    """With the earlier count as the whole where the nearest one is itself called a part (包括上年结转30件)."""
    total = _total(listing, len(listing.parts))
    for each in reversed(listing.candidates):
        included = re.search(r"^(?:其中|包括|含|另)|结转", listing.whole.place.text) is not None
        if each.number == total or (included and listing.whole.number < total <= each.number * 2):
            return dataclasses.replace(listing, whole=each, candidates=())
    return listing


def _adds_up(listing: listings.Listing) -> bool:
    whole = round(listing.whole.number, 6)
    if listing.how == "added_up":
        return any(
            round(sum(each.number for each in listing.parts[place:]), 6) == whole for place in range(len(listing.parts))
        )
    return any(_total(listing, each) == whole for each in (*listing.ends, len(listing.parts)))


def _total(listing: listings.Listing, length: int) -> facts.Number:
    return round(sum(each.number for each in listing.parts[:length]), 6)


def _severity(report: facts.ReportFacts, listing: listings.Listing, length: int) -> facts.Severity | None:
    """How sure it is that these parts should make up the whole; None when they need not."""
    whole, parts = listing.whole, listing.parts[:length]
    total = _total(listing, length)
    if any(each.is_approximate for each in parts) or not whole.number:
        return None
    channels = all((each.id or "").startswith("disclosed.by_channel") for each in parts)
    is_open = listing.how in ("plain", "added_up") or listing.is_cut
    if not is_open and _is_complete(report, listing, length, channels=channels):
        return "error"
    near = min(total, whole.number) / max(total, whole.number)
    if total > whole.number:
        if channels:
            return None
        if is_open:
            return "warning" if near >= _NEARLY else None
        return "error" if _belongs(whole, parts) else "warning"
    if channels and listing.how == "plain":
        return "warning" if near >= _NEARLY_OF_CHANNELS else None
    if not is_open and (listing.how == "respectively" or listings.family(parts[0]) == "received"):
        return "warning"
    return "warning" if near >= (_NEARLY if len(parts) > 2 else _NEARLY_OF_TWO) else None


def _belongs(whole: facts.Fact, parts: tuple[facts.Fact, ...]) -> bool:
    """Whether one part that is larger than the whole is by its very name a part of it."""
    stem = (whole.id or "?").removesuffix(".total") + "."
    return any(each.number > whole.number and (each.id or "").startswith(stem) for each in parts)


def _is_complete(report: facts.ReportFacts, listing: listings.Listing, length: int, *, channels: bool) -> bool:
    whole, parts = listing.whole, listing.parts[:length]
    ids = {each.id for each in parts}
    if len(ids) == length and any(ids == each for each in _COMPLETE):
        return True
    names = [listing.named(place) for place in range(length)]
    sentence = report.sentence_of(whole)
    clause = _NOT_HAN.sub("", sentence)
    if all(len(each) > 1 and each[:2] in clause for each in names) and _enumerates(sentence, listing, length):
        return True
    if length == 2 and any(re.search(a, names[0]) and re.search(b, names[1]) for a, b in _PAIRS):
        return True
    if channels and sum(each.number for each in parts) > whole.number:
        return False
    return length > 2 and listings.is_rest(names[-1])


def _enumerates(sentence: str, listing: listings.Listing, length: int) -> bool:
    """Whether the whole's clause names exactly these parts and adds them up (A、B和C共…)."""
    marks = len(_ENUMERATION.findall(sentence))
    if _total(listing, length) > listing.whole.number:
        return marks >= length - 1 and re.search(r"共|合计|总", sentence) is not None
    return marks == length - 1 and "等" not in sentence


def _finding(listing: listings.Listing, length: int, severity: facts.Severity) -> facts.Finding:
    whole, parts, total = listing.whole, listing.parts[:length], _total(listing, length)
    count = _NUMERALS[length] if length <= 10 else str(length)
    names = [listing.named(place) or "未名项" for place in range(length)]
    listed = "、".join(names) if length <= 4 else "、".join(names[:3]) + "等"
    off = facts.plain(abs(total - whole.number))
    hint = "" if severity == "error" else "，请核对各项是否列全、有无重复"
    return facts.Finding(
        rule="text_sum",
        severity=severity,
        sentence=(
            f"{listed}{count}项合计{facts.plain(total)}{whole.unit}，正文称{facts.plain(whole.number)}{whole.unit}，"
            f"相差{off}{whole.unit}{hint}"
        ),
        english=(
            f"The {length} parts ({'; '.join(names[:4])}) add up to {facts.plain(total)}, "
            f"the text says {facts.plain(whole.number)}: {off} apart"
        ),
        numbers=facts.numbers_of((whole, *parts), total),
        stated=(whole.place,),
        against=tuple(each.place for each in parts),
    )


def _balance(report: facts.ReportFacts) -> facts.Finding | None:
    """New and carried in against answered and carried out, where the text names all four, once each and exactly."""
    names = ("requests.received.total", "requests.carried_in.total", "requests.carried_out.total")
    stated: list[facts.Fact] = []
    handled = ("requests.handled.total", "requests.answered.total", "requests.closed.total")
    for choices in (*((name,) for name in names), handled):
        fits = [each for each in report.prose if each.id in choices and not each.is_approximate]
        if len({each.number for each in fits}) != 1:
            return None
        stated.append(fits[0])
    received, carried_in, carried_out, answered = (each.number for each in stated)
    closed = answered + carried_out
    if closed in (received + carried_in, received) or received + carried_in == answered:
        return None
    total = received + carried_in
    unit = stated[0].unit
    return facts.Finding(
        rule="text_balance",
        severity="warning",
        sentence=(
            f"正文中新收{facts.plain(received)}{unit}加上年结转{facts.plain(carried_in)}{unit}"
            f"共{facts.plain(total)}{unit}，办理{facts.plain(answered)}{unit}加结转下年{facts.plain(carried_out)}{unit}"
            f"共{facts.plain(closed)}{unit}，相差{facts.plain(abs(total - closed))}{unit}，请核对"
        ),
        english=(
            f"The text has {facts.plain(received)} new and {facts.plain(carried_in)} carried in, "
            f"but {facts.plain(answered)} answered and {facts.plain(carried_out)} carried out"
        ),
        numbers=facts.numbers_of(stated, total, closed),
        stated=tuple(each.place for each in stated[:2]),
        against=tuple(each.place for each in stated[2:]),
    )
