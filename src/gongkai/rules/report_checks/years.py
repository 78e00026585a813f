"""Years that were left over from last year's report, and last year's figures quoted otherwise than last year."""

import re
from collections.abc import Iterator

from gongkai.rules.report_checks import facts

_OPENING = 1200
_PERIOD = re.compile(
    r"(?:统计|数据|期限|周期|时限|时间)[^。\n]{0,30}?(20\d\d)年0?1月0?1日[^。\n]{0,8}?(?:(20\d\d)年)?0?12月0?31日"
)
_OWN_REPORT = re.compile(
    r"(?:编制|编写|公布|发布|现将|撰写|形成)[^。\n《》]{0,40}?(20\d\d)年?度?(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:年度)?报告"
)
_YEAR = re.compile(r"(20\d\d)年(?:度|全年|来|,|，)?")
_LOOKING_BACK = re.compile(
    r"比|较|上年|去年|上一年|同期|以来|截[至止]|累计|到20\d\d|自20\d\d|从20\d\d|由20\d\d|起|印发|通知|〔|《|增长|增加|下降|减少|结转"
)
_KEY = (
    "disclosed.total",
    "requests.received.",
    "normative_documents.",
    "regulations.",
    "reconsideration.",
    "litigation.",
)
_QUOTED = {"disclosed.previous_year": "disclosed.total"}


def check(report: facts.ReportFacts, *, previous: facts.ReportFacts | None = None) -> list[facts.Finding]:
    """Years that are not the report's where they should be. Warnings: a year may be meant.

    Silent when the report's own year is not known, and in sentences that look back or name a paper.
    """
    if report.year is None or report.is_computed:
        return []
    found = [*_period(report, report.year), *_opening(report, report.year), *_statements(report, report.year)]
    if previous is not None and previous.year == report.year - 1:
        found.extend(_quoted(report, previous))
    return found


def _period(report: facts.ReportFacts, year: int) -> Iterator[facts.Finding]:
    for match in _PERIOD.finditer(report.text[: _OPENING * 2]):
        first, last = int(match[1]), int(match[2] or match[1])
        if (first, last) != (year, year):
            wrong = first if first != year else last
            yield _finding("year_left_over", match.group(), match.start(), wrong, year, "统计期限")
            return


def _opening(report: facts.ReportFacts, year: int) -> Iterator[facts.Finding]:
    for match in _OWN_REPORT.finditer(report.text[:_OPENING]):
        if int(match[1]) != year and "关于做好" not in report.text[max(0, match.start() - 10) : match.end()]:
            yield _finding("year_left_over", match.group(), match.start(), int(match[1]), year, "前言")
            return


def _statements(report: facts.ReportFacts, year: int) -> Iterator[facts.Finding]:
    seen: set[int] = set()
    for fact in report.prose:
        if fact.id is None or not fact.id.startswith(_KEY) or fact.period != "year":
            continue
        start = report.sentence_start(fact.place.start)
        sentence = report.text[start : fact.place.end]
        years = list(_YEAR.finditer(sentence))
        if not years or start in seen or _LOOKING_BACK.search(sentence):
            continue
        stated = int(years[-1][1])
        if stated < year and year - stated <= 3 and not any(int(each[1]) == year for each in years):
            seen.add(start)
            yield _finding("year_left_over", sentence.strip(), start, stated, year, "正文")


def _finding(rule: str, words: str, start: int, stated: int, year: int, where: str) -> facts.Finding:
    shown = re.sub(r"\s+", "", words)
    shown = shown if len(shown) <= 50 else shown[:48] + "…"
    return facts.Finding(
        rule=rule,
        severity="warning",
        sentence=f"{where}「{shown}」写作{stated}年，本报告是{year}年度，是否上年文字未改，请核对",
        english=f"This passage speaks of {stated} in a report on {year}; it may be left over",
        numbers=(stated, year),
        stated=(facts.Place(words, start, start + len(words)),),
    )


def _quoted(report: facts.ReportFacts, previous: facts.ReportFacts) -> Iterator[facts.Finding]:
    """Last year's figure as this report quotes it against last year's report."""
    for fact in report.facts:
        name = _QUOTED.get(fact.id or "") or (fact.id if fact.period == "last_year" else None)
        if name is None or fact.is_approximate:
            continue
        then = [
            each for each in previous.facts if each.id == name and each.period == "year" and not each.is_approximate
        ]
        numbers = {each.amount for each in then}
        if then and fact.amount not in numbers and len(numbers) == 1:
            yield facts.Finding(
                rule="last_year_quoted",
                severity="warning",
                sentence=(
                    f"本报告称上年为{facts.plain(fact.number)}{fact.unit}，"
                    f"上年年报为{facts.plain(then[0].number)}{then[0].unit}，请核对"
                ),
                english=(
                    f"Last year's figure is quoted as {facts.plain(fact.number)}, "
                    f"last year's report says {facts.plain(then[0].number)}"
                ),
                numbers=(fact.number, then[0].number),
                stated=(fact.place,),
                against=(then[0].place,),
            )
