"""The same figure stated twice: in running text and in a table, or at two places of the text."""

import re
from collections.abc import Iterator, Mapping

from gongkai.rules.report_checks import facts

_OTHER_PERIOD = re.compile(
    r"累计|截[至止]|上年|去年|上一年|同比|环比|以来|平均|每[月日天周季]|[上下]半年|季度|\d+月份|比20\d\d"
)
_PART_OF_AGENCY = re.compile(
    r"本级|办公室|办公厅|政府办|市政府|县政府|区政府|各(?:单位|部门|乡镇|镇街|县|区|街道)|所属|下属|其中"
)
_GOVERNMENT_ABOVE = re.compile(r"(?:省|市|县|区|州|旗|盟)人民政府$")
_YEAR = re.compile(r"(20\d\d)年")
_COLUMN = re.compile(r"([\u4e00-\u9fff]{2,24}?)(?:栏目|专栏|专题|频道|板块|版块)")
_BEFORE_COLUMN = re.compile(
    r".*(?:网站|门户|平台|政府信息公开|政务公开|通过|利用|在|的|设置|设立|开设)(?=[\u4e00-\u9fff]{2})"
)
_NOT_A_COLUMN = re.compile(r"^(?:有|各|相关|等|个|信息公开|政府信息公开|公开|政务公开|专题|本)+$")
_CERTAIN = {
    "requests.received.total",
    "requests.carried_in.total",
    "requests.carried_out.total",
    "reconsideration.total",
    "litigation.total",
    "normative_documents.issued",
    "normative_documents.repealed",
    "normative_documents.in_force",
}
_ONCE = (
    "requests.received.total",
    "requests.answered.total",
    "requests.closed.total",
    "reconsideration.total",
    "litigation.total",
    "complaints.total",
    "disclosed.total",
    "fees.amount",
)
_REFUSED = (
    "state_secret",
    "law_prohibited",
    "security_stability",
    "third_party",
    "internal_affairs",
    "process_info",
    "enforcement_files",
    "admin_query",
)
_SUMS: Mapping[str, tuple[str, ...]] = {
    "requests.refused.total": tuple(f"requests.refused.{each}.total" for each in _REFUSED),
    "requests.not_provided.total": tuple(
        f"requests.not_provided.{each}.total" for each in ("not_held", "no_existing_info", "unclear_after_correction")
    ),
    "requests.not_processed.total": tuple(
        f"requests.not_processed.{each}.total"
        for each in ("petition", "repeated", "publication", "excessive", "confirm_existing")
    ),
    "requests.other_handling.total": tuple(
        f"requests.other_handling.{each}.total" for each in ("overdue_correction", "overdue_fee", "other")
    ),
    "requests.workload.total": ("requests.received.total", "requests.carried_in.total"),
    "requests.received.organisations": tuple(
        f"requests.received.{each}"
        for each in ("enterprise", "research", "public_welfare", "legal_services", "other_org")
    ),
    "reconsideration_and_litigation.total": (
        "reconsideration.total",
        "litigation.direct.total",
        "litigation.after_reconsideration.total",
    ),
    **{
        f"litigation.{each}": (f"litigation.direct.{each}", f"litigation.after_reconsideration.{each}")
        for each in ("upheld", "corrected", "other", "pending", "total")
    },
}
_ALIKE = 0.6
_MOST_PLACES = 40


def check(report: facts.ReportFacts) -> list[facts.Finding]:
    """Figures of the text that differ from the table or from another place of the text.

    Silent for approximate, cumulative and last year's figures, where another place of the text agrees with the
    table, and where a government's text may speak of a part of it. An error only for the figures the form defines
    most plainly, stated once, without words that narrow them; otherwise a warning.
    """
    return [*_against_tables(report), *_against_text(report), *_columns(report)]


def _against_tables(report: facts.ReportFacts) -> Iterator[facts.Finding]:
    tables = _by_indicator(report)
    stated: dict[str, list[facts.Fact]] = {}
    for fact in report.prose:
        if fact.id and fact.period == "year" and not fact.is_approximate:
            stated.setdefault(fact.id, []).append(fact)
    for name, here in stated.items():
        cells = tables.get(name) or _parts(tables, _SUMS.get(name, ()))
        if not cells:
            continue
        total = round(sum(each.amount for each in cells), 4)
        accepted = {total, *_also_accepted(name, tables)}
        if any(round(each.amount, 4) in accepted for each in here):
            continue
        for fact in here:
            severity = _severity(report, fact, total, alone=len(here) == 1)
            if severity is not None:
                yield _with_table(fact, cells, severity, report)


def _by_indicator(report: facts.ReportFacts) -> dict[str, list[facts.Fact]]:
    form = report.form
    found: dict[str, list[facts.Fact]] = {}
    if form is None:
        return found
    for name, fact in report.cells.items():
        indicator = form.cells[name].indicator
        if indicator and len(form.by_indicator[indicator]) == 1:
            found[indicator] = [fact]
    return found


def _parts(tables: Mapping[str, list[facts.Fact]], names: tuple[str, ...]) -> list[facts.Fact]:
    found = [fact for name in names for fact in tables.get(name, [])]
    return found if names and len(found) == len(names) else []


def _also_accepted(name: str, tables: Mapping[str, list[facts.Fact]]) -> Iterator[facts.Number]:
    """Received may be told with what was carried in."""
    if name == "requests.received.total" and (both := _parts(tables, _SUMS["requests.workload.total"])):
        yield sum(each.amount for each in both)


def _severity(
    report: facts.ReportFacts, fact: facts.Fact, total: facts.Number, *, alone: bool
) -> facts.Severity | None:
    sentence = report.sentence_of(fact)
    if _OTHER_PERIOD.search(sentence):
        return None
    if re.search(r"\d\s*[万亿]", fact.place.text) and total and abs(fact.amount - total) < 0.01 * total:
        return None
    years = {int(each) for each in _YEAR.findall(sentence)}
    is_part = _PART_OF_AGENCY.search(sentence) is not None
    if is_part and fact.amount < total and (report.agency is None or _GOVERNMENT_ABOVE.search(report.agency)):
        return None
    other_year = bool(years) and report.year not in years
    certain = fact.id in _CERTAIN and alone and not fact.is_implied and not is_part and not other_year
    return "error" if certain else "warning"


def _with_table(
    fact: facts.Fact, cells: list[facts.Fact], severity: facts.Severity, report: facts.ReportFacts
) -> facts.Finding:
    words = _words(fact)
    table_unit = cells[0].unit or fact.unit
    total = round(sum(each.number for each in cells), 4)
    parts = "+".join(facts.plain(each.number) for each in cells)
    shown = f"{parts}={facts.plain(total)}" if len(cells) > 1 else facts.plain(total)
    years = [each for each in _YEAR.findall(report.sentence_of(fact)) if int(each) != report.year]
    hint = f"（正文写作{years[0]}年）" if years else ""
    said = f"「{words}」" + ("，即0件" if fact.is_implied else f"，即{facts.plain(fact.number)}{fact.unit}")
    ask = "" if severity == "error" else "，请核对是否同一口径"
    return facts.Finding(
        rule="text_table",
        severity=severity,
        sentence=f"正文{said}{hint}，表中为{shown}{table_unit}，两处不一致{ask}",
        english=f"The text says {facts.plain(fact.number)}, the table {facts.plain(total)} ({fact.id})",
        numbers=facts.numbers_of((fact, *cells), total),
        stated=(fact.place,),
        against=tuple(each.place for each in cells),
    )


def _against_text(report: facts.ReportFacts) -> Iterator[facts.Finding]:
    here = [
        each
        for each in report.prose
        if each.id in _ONCE and each.period == "year" and not each.is_approximate and not each.is_implied
    ]
    for name in _ONCE:
        alike = [each for each in here if each.id == name][:_MOST_PLACES]
        for place, first in enumerate(alike):
            for second in alike[place + 1 :]:
                if first.amount != second.amount and _same_subject(report, first, second):
                    yield _two_places(first, second)


def _same_subject(report: facts.ReportFacts, first: facts.Fact, second: facts.Fact) -> bool:
    a, b = _bigrams(_words(first)), _bigrams(_words(second))
    if not a or not b or len(a & b) / len(a | b) < _ALIKE:
        return False
    sentences = (report.sentence_of(first), report.sentence_of(second))
    if any(_OTHER_PERIOD.search(each) or _PART_OF_AGENCY.search(each) for each in sentences):
        return False
    years = [set(_YEAR.findall(each)) or {str(report.year)} for each in sentences]
    return bool(years[0] & years[1])


def _columns(report: facts.ReportFacts) -> Iterator[facts.Finding]:
    """Two different figures for what one column of a website published."""
    named: dict[tuple[str, str], facts.Fact] = {}
    for fact in report.prose:
        if not (fact.id or "").startswith("disclosed.") or fact.is_approximate or fact.period != "year":
            continue
        sentence = report.sentence_of(fact)
        clause = re.split(r"[,，]", sentence)[-1]
        found = _COLUMN.search(clause)
        if found is None or _OTHER_PERIOD.search(sentence):
            continue
        name = _BEFORE_COLUMN.sub("", found[1])
        if len(name) < 2 or _NOT_A_COLUMN.match(name) or not re.search(r"公开|发布|更新|推送", clause):
            continue
        first = named.setdefault((name, fact.unit), fact)
        if first.number != fact.number:
            yield _two_places(first, fact, subject=f"“{name}”栏目公开信息")


def _two_places(first: facts.Fact, second: facts.Fact, *, subject: str = "") -> facts.Finding:
    numbers = (facts.plain(first.number), facts.plain(second.number))
    about = f"{subject}：" if subject else ""
    return facts.Finding(
        rule="text_text",
        severity="warning",
        sentence=(
            f"{about}正文一处称{numbers[0]}{first.unit}（「{_words(first)}」），"
            f"另一处称{numbers[1]}{second.unit}（「{_words(second)}」），两处不一致，请核对"
        ),
        english=f"The text says {numbers[0]} at one place and {numbers[1]} at another of the same matter",
        numbers=facts.numbers_of((first, second)),
        stated=(second.place,),
        against=(first.place,),
    )


def _words(fact: facts.Fact) -> str:
    words = re.sub(r"\s+", "", fact.place.text)
    return words if len(words) <= 40 else "…" + words[-38:]


def _bigrams(words: str) -> set[str]:
    letters = re.sub(r"[^\u4e00-\u9fff]|全年|本年|今年|年度|共计|一共|共", "", words)
    return {letters[place : place + 2] for place in range(len(letters) - 1)}
