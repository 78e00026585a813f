"""What a report must have and has not: chapters, tables, zeros in blank cells, period and contact, the fee."""

import re
from collections.abc import Iterator

from gongkai.rules import forms
from gongkai.rules.report_checks import facts

_OPENING = 1500
_PERIOD = re.compile(r"1\s*月\s*1\s*日.{0,16}?12\s*月\s*3[01]|统计期限|数据统计|统计时[间限段]|所列数据")
_CONTACT = re.compile(r"电话|联系|地址|邮编|邮政编码|邮箱|e-?mail|通讯|@|传真|咨询")
_NOTHING = re.compile(
    r"^[\s:：。,，、]*(?:本年度?|我[局镇乡县区市委办处]|目前|20\d\d年度?)?(?:暂)?(?:无|没有|未有)(?:其[他它])?(?:需要?报告的?)?(?:事项|情况)?"
)
_NO_FEE = re.compile(r"(?:无|没有|未|不)(?:产生|发生|发出|收取)?[^。，,]{0,14}?(?:收费|信息处理费|费用)")
_FEE = re.compile(r"信息处理费|收费|费用")
_FULL_SHARE = 0.5
_FEW_CHAPTERS = 3
_SHORTEST_BODY = 8
_NEAR_THE_END = 60
_MATTERS = {
    "published": ("disclosed.",),
    "requests": ("requests.",),
    "fees": ("fees.",),
    "remedies": ("reconsideration.", "litigation."),
}


def check(report: facts.ReportFacts) -> list[facts.Finding]:
    """What is missing. Warnings, because a copy may have lost what the original has.

    Silent about chapters and tables when the text is an excerpt (fewer than three chapters found), about blanks of
    forms that allow them, and about wording when the figures come from records.
    """
    form = report.form
    if form is None:
        return []
    found = [*_blanks(report, form)]
    if report.is_computed:
        return found
    chapters = [each for each in report.headings if each.level == 1]
    if len(chapters) >= _FEW_CHAPTERS:
        expected = _expected(report, form)
        found.extend(_chapters(report, expected))
        found.extend(_tables(report, form, expected))
        found.extend(_opening(report, form))
    found.extend(_fee(report, form))
    found.extend(_problems(report, form))
    return found


def _expected(report: facts.ReportFacts, form: forms.Form) -> list[forms.Chapter]:
    """The chapters the text should hold: all, or those before its last one where the copy is cut."""
    titles = [each.title for each in report.headings if each.level == 1]
    if not _is_cut(report):
        return list(form.chapters)
    last = max((place for place, each in enumerate(form.chapters) if any(map(each.says.search, titles))), default=0)
    return list(form.chapters[:last])


def _is_cut(report: facts.ReportFacts) -> bool:
    """Whether the copy ends in the middle: after a heading, in a sentence, or inside a table."""
    text = report.text.rstrip(" \n|")
    last = [each for each in report.headings if each.level == 1][-1]
    if len(report.text[last.start + len(last.title) : last.end].strip()) < _SHORTEST_BODY:
        return True
    if any(fact.stated == "table" and len(text) - fact.place.end < _NEAR_THE_END for fact in report.facts):
        tables = {name.split(".")[0] for name in report.cells}
        return "table4" not in tables and not any(name.startswith("s9") for name in tables)
    return re.search(r"(?:[。!！?？;；)）》”\".]|\d+日|[局厅委府处室会院]|[a-z0-9])$", text) is None


def _chapters(report: facts.ReportFacts, expected: list[forms.Chapter]) -> Iterator[facts.Finding]:
    titles = [each.title for each in report.headings if each.level <= 2]
    missing = [
        each.title
        for each in expected
        if not any(each.says.search(title) for title in titles) and not _told(report, each)
    ]
    if missing:
        yield facts.Finding(
            "chapter_missing",
            "warning",
            f"没有找到格式规定的章节：{'、'.join(missing)}",
            f"Chapters of the form not found: {len(missing)} ({'; '.join(missing)})",
        )


def _told(report: facts.ReportFacts, chapter: forms.Chapter) -> bool:
    """Under the Regulation of 2007 the matter counts, not the heading."""
    if report.form is None or report.form.regime != "2008":
        return False
    return any((each.id or "").startswith(_MATTERS.get(chapter.id, ("?",))) for each in report.facts)


def _tables(report: facts.ReportFacts, form: forms.Form, expected: list[forms.Chapter]) -> Iterator[facts.Finding]:
    if form.regime == "2008":
        return  # the sheet of 2014 need not be published with the report
    has = {form.cells[name].table for name in report.cells}
    titles = [each.title for each in report.headings if each.level == 1]
    for table in form.tables:
        chapter = next((each for each in expected if each.id == table.chapter), None)
        stands = chapter is not None and any(chapter.says.search(title) for title in titles)
        if table.id not in has and stands:
            yield facts.Finding(
                "table_missing",
                "warning",
                f"没有读到“{table.title}”的统计表（表{_numeral(table.number)}）",
                f"Table {table.number} of the form was not found",
            )


def _numeral(number: int) -> str:
    return "零一二三四五"[number]


def _blanks(report: facts.ReportFacts, form: forms.Form) -> Iterator[facts.Finding]:
    for table in form.tables:
        if table.blank != "zero":
            continue
        filled = [each for each in table.cells if each.id in report.cells]
        blank = [each for each in table.cells if each.id not in report.cells and each.indicator]
        if not filled or not blank or len(filled) < _FULL_SHARE * len(table.cells) or _tail(report, table, blank):
            continue
        named = "、".join(f"“{each.name}”" for each in blank[:3]) + ("等" if len(blank) > 3 else "")
        places = [report.cells[each.id].place for each in filled[:1]]
        yield facts.Finding(
            "blank_cell",
            "warning",
            f"表{_numeral(table.number)}有{len(blank)}格空白或未读出（{named}），没有发生的应填0",
            f"Table {table.number}: {len(blank)} cells are blank or unread; a zero must be printed",
            stated=tuple(places),
        )


def _tail(report: facts.ReportFacts, table: forms.Table, blank: list[forms.Cell]) -> bool:
    """Whether all that is blank comes after the last figure of a text that ends there: a cut copy."""
    order = [each.id for each in table.cells]
    filled = [each for each in order if each in report.cells]
    last = report.cells[filled[-1]].place
    after = all(order.index(each.id) > order.index(filled[-1]) for each in blank)
    return after and bool(report.text) and len(report.text.rstrip()) - last.end < _NEAR_THE_END * 2


def _opening(report: facts.ReportFacts, form: forms.Form) -> Iterator[facts.Finding]:
    first = next((each.start for each in report.headings if each.level == 1), 0)
    opening = report.text[: max(_OPENING, first)]
    if form.regime == "2019" and not _PERIOD.search(opening):
        yield facts.Finding(
            "period_missing",
            "warning",
            "前言没有写明统计期限（1月1日至12月31日）",
            "The period of the figures is missing",
        )
    if not _CONTACT.search(opening) and not _CONTACT.search(report.text[-600:]):
        yield facts.Finding(
            "contact_missing", "warning", "没有写明联系方式（地址、电话、邮编、邮箱）", "Contact details are missing"
        )


def _fee(report: facts.ReportFacts, form: forms.Form) -> Iterator[facts.Finding]:
    """A fee was named, but the chapter for it says there is none."""
    named = [
        each
        for each in report.facts
        if each.id == "fees.amount" and each.number > 0 and each.period == "year" and not each.is_implied
    ]
    chapter = _chapter(report, "fees" if form.regime == "2008" else "other", form)
    if not named or chapter is None:
        return
    body = report.text[chapter.start + len(chapter.title) : chapter.end]
    inside = [each for each in named if chapter.start <= each.place.start < chapter.end]
    denied = _NO_FEE.search(body) or (_NOTHING.match(body) and not _FEE.search(body))
    if inside or not denied:
        return
    fact = named[0]
    yield facts.Finding(
        rule="fee_denied",
        severity="warning",
        sentence=(f"别处写明收取费用{facts.plain(fact.number)}{fact.unit}，“{_title(chapter)}”一章却称没有，请核对"),
        english=f"A fee of {facts.plain(fact.number)} is named, but the chapter for it says there is none",
        numbers=(fact.number,),
        stated=(facts.Place(body.strip()[:60], chapter.start, chapter.end),),
        against=(fact.place,),
    )


def _problems(report: facts.ReportFacts, form: forms.Form) -> Iterator[facts.Finding]:
    """The chapter on problems may not be empty."""
    chapter = _chapter(report, "problems", form)
    if chapter is None or chapter.end >= len(report.text.rstrip()):
        return
    body = report.text[chapter.start + len(chapter.title) : chapter.end].strip(" \n:：。|")
    if len(body) < 8 and (not body or _NOTHING.match(body)):
        yield facts.Finding(
            rule="problems_empty",
            severity="warning",
            sentence=f"“{_title(chapter)}”一章没有内容，应写明存在的主要问题及改进情况",
            english="The chapter on problems and improvements is empty",
            stated=(facts.Place(chapter.title, chapter.start, chapter.end),),
        )


def _chapter(report: facts.ReportFacts, name: str, form: forms.Form) -> facts.Heading | None:
    wanted = next((each for each in form.chapters if each.id == name), None)
    if wanted is None:
        return None
    found = [each for each in report.headings if each.level == 1 and wanted.says.search(each.title)]
    return found[-1] if found else None


def _title(heading: facts.Heading) -> str:
    return re.sub(r"^[一二三四五六七八九十]+[、.]\s*", "", heading.title).strip()
