"""Rates recomputed: shares of a whole, rates of saving, growth over last year; rounding is told from error."""

import decimal
import re
from collections.abc import Iterator, Sequence

from gongkai.rules.report_checks import facts

_SHARE = re.compile(r"占(?!地|用|有)")
_SAVING = re.compile(r"节约|节省|节支")
_GROWTH = re.compile(r"(?:同比|比上年|较上年|比去年|较去年|与上年相比|上年同期).{0,8}?(增|上升|升|降|减|下)")
_PRINTED = re.compile(r"(\d+)(?:\.(\d+))?\s*(?:%|％|个百分点)?\s*$")
_SENTENCE_END = re.compile(r"[。\n]")
_REACH = 120
_FAR = 400
_WINDOW = 3000
_ROUNDING_STEPS = 2


def check(report: facts.ReportFacts, *, previous: facts.ReportFacts | None = None) -> list[facts.Finding]:
    """Rates that their own figures do not give.

    A share is an error only where another share of the same list fits the same whole; a difference of one or two in
    the last printed decimal is rounding. Silent when numerator or denominator cannot be told or is approximate.
    """
    return [*_shares(report), *_savings(report), *_growth(report, previous)]


def _shares(report: facts.ReportFacts) -> Iterator[facts.Finding]:
    """Shares of one sentence have one whole: of the counts before them the one that most of them fit."""
    groups: dict[int, list[tuple[facts.Fact, facts.Fact]]] = {}
    for rate in _rates(report):
        clause = _clause(report, rate)
        part = _count_before(report, rate) if _SHARE.search(clause) and "其余" not in clause else None
        if part is not None and not part.is_approximate:
            groups.setdefault(_sentence_start(report, rate), []).append((rate, part))
    for start, pairs in groups.items():
        whole, fits = _whole(report, start, pairs)
        if whole is None or whole.is_approximate:
            continue
        for rate, part in pairs:
            true = part.number / whole.number * 100
            off = _steps(rate, true)
            if off > _ROUNDING_STEPS or (off > 0 and fits):
                sure = fits > 1 or (fits == 1 and len(pairs) == 2 and (whole.id or "").endswith(".total"))
                severity: facts.Severity = "rounding" if off <= _ROUNDING_STEPS else "error" if sure else "warning"
                yield _share_finding(rate, part, whole, true, severity)


def _whole(
    report: facts.ReportFacts, start: int, pairs: Sequence[tuple[facts.Fact, facts.Fact]]
) -> tuple[facts.Fact | None, int]:
    """The whole of these shares and how many of them fit it; the nearest total where none fits."""
    first = pairs[0][1]
    own = {id(part) for _, part in pairs}
    before = [
        each
        for each in report.prose_between(max(0, start - _WINDOW), first.place.start)
        if each.unit != "%" and each.number > 0 and id(each) not in own
    ]
    near = [each for each in before if start - each.place.end < _FAR]
    best = max(
        near,
        key=lambda whole: (
            sum(_steps(rate, part.number / whole.number * 100) <= _ROUNDING_STEPS for rate, part in pairs),
            whole.place.end,
        ),
        default=None,
    )
    if best is not None:
        fits = sum(_steps(rate, part.number / best.number * 100) <= _ROUNDING_STEPS for rate, part in pairs)
        if fits:
            return best, fits
    stem = (first.id or "disclosed.").split(".")[0] + "."
    totals = [each for each in before if (each.id or "").startswith(stem) and (each.id or "").endswith(".total")]
    largest = max(part.number for _, part in pairs)
    return next((each for each in reversed(totals) if each.number >= largest), None), 0


def _sentence_start(report: facts.ReportFacts, rate: facts.Fact) -> int:
    at = max(0, rate.place.start)
    return max(report.text.rfind("。", 0, at), report.text.rfind("\n", 0, at)) + 1


def _rates(report: facts.ReportFacts) -> list[facts.Fact]:
    return [each for each in report.prose if each.unit == "%" and not each.is_approximate and each.place.start >= 0]


def _clause(report: facts.ReportFacts, rate: facts.Fact) -> str:
    text = report.text[max(0, rate.place.end - 40) : rate.place.end]
    return re.split(r"[,，。;；\n]", text)[-1]


def _count_before(report: facts.ReportFacts, rate: facts.Fact) -> facts.Fact | None:
    """The one count between the last rate or sentence end and this rate."""
    begin = max(0, rate.place.end - _REACH)
    for match in _SENTENCE_END.finditer(report.text, begin, rate.place.start):
        begin = match.end()
    counts: list[facts.Fact] = []
    for each in report.prose_between(begin, rate.place.start):
        counts = [] if each.unit == "%" else [*counts, each]
    return counts[-1] if counts else None


def _steps(rate: facts.Fact, true: facts.Number) -> int:
    """How far a printed rate is from the true one, in units of its last decimal; 0 when it is rightly rounded."""
    printed = _PRINTED.search(rate.place.text.strip())
    decimals = len(printed[2] or "") if printed else 0
    unit = decimal.Decimal(1).scaleb(-decimals)
    stated, exact = decimal.Decimal(str(rate.number)), decimal.Decimal(repr(float(true)))
    off = abs(stated - exact) / unit
    return 0 if off <= decimal.Decimal("0.5000001") else max(1, round(off))


def _share_finding(
    rate: facts.Fact, part: facts.Fact, whole: facts.Fact, true: facts.Number, severity: facts.Severity
) -> facts.Finding:
    end = "，是四舍五入的出入" if severity == "rounding" else "" if severity == "error" else "，请核对比例的基数"
    return facts.Finding(
        rule="rate",
        severity=severity,
        sentence=(
            f"{facts.plain(part.number)}{part.unit}占{facts.plain(whole.number)}{whole.unit}的比例应为"
            f"{true:.2f}%，正文称{facts.plain(rate.number)}%{end}"
        ),
        english=(
            f"{facts.plain(part.number)} of {facts.plain(whole.number)} is {true:.2f} %, "
            f"the text says {facts.plain(rate.number)} %"
        ),
        numbers=(rate.number, part.number, whole.number),
        stated=(rate.place,),
        against=(part.place, whole.place),
    )


def _savings(report: facts.ReportFacts) -> Iterator[facts.Finding]:
    """Budget, price and the rate saved, one after the other."""
    for rate in _rates(report):
        if not _SAVING.search(_clause(report, rate)):
            continue
        near = report.prose_between(max(0, rate.place.start - _FAR), rate.place.start)
        money = [each for each in near if each.unit.endswith("元")][-2:]
        if len(money) < 2 or rate.place.end - money[0].place.start > _REACH or _approximate(money):
            continue
        budget, price = money
        between = report.text[budget.place.end : rate.place.start]
        if budget.amount <= 0 or price.amount > budget.amount or re.search(r"[。\n]", between):
            continue
        true = (budget.amount - price.amount) / budget.amount * 100
        off = _steps(rate, true)
        if off <= 0:
            continue
        severity: facts.Severity = "rounding" if off <= _ROUNDING_STEPS else "warning"
        yield facts.Finding(
            rule="rate",
            severity=severity,
            sentence=(
                f"由{facts.plain(budget.number)}{budget.unit}降至{facts.plain(price.number)}{price.unit}，节约率应为"
                f"{true:.2f}%，正文称{facts.plain(rate.number)}%"
            ),
            english=f"The rate saved is {true:.2f} %, the text says {facts.plain(rate.number)} %",
            numbers=(rate.number, budget.number, price.number),
            stated=(rate.place,),
            against=(budget.place, price.place),
        )


def _growth(report: facts.ReportFacts, previous: facts.ReportFacts | None) -> Iterator[facts.Finding]:
    """Growth of requests against last year's report."""
    if previous is None or report.year is None or previous.year != report.year - 1:
        return
    now, before = _received(report), _received(previous)
    if now is None or before is None or before.number <= 0:
        return
    for rate in _rates(report):
        found = _GROWTH.search(report.sentence_of(rate))
        if rate.id != "requests.yoy_percent" or found is None:
            continue
        sign = -1 if found[1] in ("降", "减", "下") else 1
        true = (now.number - before.number) / before.number * 100 * sign
        off = _steps(rate, true)
        if off <= 0:
            continue
        yield facts.Finding(
            rule="rate",
            severity="rounding" if off <= _ROUNDING_STEPS else "warning",
            sentence=(
                f"收到申请由上年{facts.plain(before.number)}件到本年{facts.plain(now.number)}件，"
                f"{'增长' if sign > 0 else '下降'}应为{true:.2f}%，正文称{facts.plain(rate.number)}%"
            ),
            english=f"Requests changed by {true * sign:.2f} %, the text says {facts.plain(rate.number)} %",
            numbers=(rate.number, now.number, before.number),
            stated=(rate.place,),
            against=(now.place, before.place),
        )


def _received(report: facts.ReportFacts) -> facts.Fact | None:
    found = [
        each
        for each in report.facts
        if each.id == "requests.received.total" and each.period == "year" and not each.is_approximate
    ]
    return found[0] if len({each.number for each in found}) == 1 else None


def _approximate(figures: Sequence[facts.Fact]) -> bool:
    return any(each.is_approximate for each in figures)
