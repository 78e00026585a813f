"""What is doubtful about a header, in a clerk's words, each with its place."""

import re
from collections.abc import Iterator, Mapping

from gongkai.documents import dates, paper
from gongkai.documents.header import labels, values, view
from gongkai.rules import document_numbers

_LOST_DATE = re.compile(r"(?<![\d./〔\[(-])(?:19|20)\d{4,6}(?=日)")
_LOST_NUMBER = re.compile(r"[\u4e00-\u9fff]{0,8}[〔\[](?:19|20)\d\d\d{1,4}(?![\d〕\]])号?")
_LOGIN = re.compile(r"^[a-z][a-z0-9_.-]{1,20}$", re.IGNORECASE)
_MASKED = re.compile(r"\*{2,}")
_MOST_PLACES = 20
_DATE_SENTENCES = {
    "digits_lost": ("date_digits_lost", "{name}“{written}”丢失了年月日的分隔，{guess}，请对照原件核对"),
    "ambiguous": ("date_ambiguous", "{name}“{written}”有不止一种读法，没有采用，请对照原件填写"),
    "impossible": ("date_impossible", "{name}“{written}”不是存在的日期，请对照原件改正"),
    "incomplete": ("date_incomplete", "{name}“{written}”缺月份或日期，请补全"),
    "epoch": ("date_epoch", "{name}为1970-01-01，是系统对空日期的误显，已按空白处理"),
}


def of_fields(fields: Mapping[str, values.Value], table: labels.Table) -> Iterator[paper.Doubt]:
    """Doubts about single values."""
    for field, value in fields.items():
        described = table.fields[field]
        if described.kind == "date":
            yield from _of_date(field, described.name, value)
        elif described.kind == "doc_no":
            yield from _of_number(field, value, table)
        elif described.kind == "person" and _is_placeholder(value.written, table):
            sentence = f"{described.name}一栏是“{value.written}”，像是系统账号，不是真实姓名，请改为责任人"
            yield paper.Doubt("placeholder_person", sentence, field, value.span)
        if _MASKED.search(value.written):
            sentence = f"{described.name}“{value.written}”被星号遮盖，请对照原件补全"
            yield paper.Doubt("value_masked", sentence, field, value.span)
        if value.written.lower() in table.words["nothing_words"]:
            sentence = f"{described.name}写的是“{value.written}”，按没有处理"
            yield paper.Doubt("placeholder_value", sentence, field, value.span)


def of_nothing(field: str, written: str, span: paper.Span, table: labels.Table) -> paper.Doubt:
    """A program's word for nothing stands in a field."""
    sentence = f"{table.fields[field].name}一栏印的是程序的空值“{written}”，按空白处理"
    return paper.Doubt("placeholder_value", sentence, field, span)


def of_text(page: view.View) -> Iterator[paper.Doubt]:
    """Dates and document numbers anywhere in the text that lost digits or separators."""
    for place, match in enumerate(_LOST_DATE.finditer(page.text)):
        if place >= _MOST_PLACES:
            break
        found = dates.find(match[0] + "日")
        guess = f"可能是{found.iso}" if found and found.iso else "读不出是哪一天"
        sentence = f"正文中的日期“{match[0]}日”丢失了年月日的分隔，{guess}，请对照原件核对"
        yield paper.Doubt("date_digits_lost", sentence, None, page.span(*match.span()))
    for place, match in enumerate(_LOST_NUMBER.finditer(page.text)):
        if place >= _MOST_PLACES:
            break
        written = match[0]
        year, serial = re.findall(r"((?:19|20)\d\d)(\d{1,4})", written)[0]
        sentence = f"文号“{written}”的括号丢失，可能是〔{year}〕{int(serial)}号，请对照原件核对"
        yield paper.Doubt("doc_no_damaged", sentence, None, page.span(*match.span()))


def between_fields(
    fields: Mapping[str, values.Value],
    *,
    signed: values.Value | None,
    line_title: values.Value | None,
    table: labels.Table,
) -> Iterator[paper.Doubt]:
    """Doubts that come from comparing: header with signature, header title with the title on the page."""
    written = fields.get("written_date")
    if written and signed and written.day and signed.day and written.day != signed.day:
        sentence = f"成文日期为{written.day.isoformat()}，落款日期为{signed.day.isoformat()}，两者不一致，请核对"
        yield paper.Doubt("signature_differs", sentence, "written_date", signed.span)
    published, made = fields.get("publish_date"), written or signed
    if published and made and published.day and made.day and published.day < made.day:
        sentence = f"发布日期{published.day.isoformat()}早于成文日期{made.day.isoformat()}，请核对"
        yield paper.Doubt("published_before_written", sentence, "publish_date", published.span)
    effective, repealed = fields.get("effective_date"), fields.get("repeal_date")
    if effective and repealed and effective.day and repealed.day and repealed.day < effective.day:
        sentence = f"废止日期{repealed.day.isoformat()}早于生效日期{effective.day.isoformat()}，请核对"
        yield paper.Doubt("repealed_before_effective", sentence, "repeal_date", repealed.span)
    title = fields.get("title")
    if title and line_title and title.origin == "label" and _differ(title.written, line_title.written):
        sentence = f"信息名称“{title.written}”与正文标题“{line_title.written}”不一致，请核对"
        yield paper.Doubt("title_mismatch", sentence, "title", line_title.span)


def of_form(field: str, value: values.Value, table: labels.Table) -> paper.Doubt:
    """The page gives values without labels; which field one belongs to is told by its form alone."""
    sentence = f"页面没有栏目名称，“{value.written}”按格式认作{table.fields[field].name}，请核对"
    return paper.Doubt("told_by_form", sentence, field, value.span)


def of_spam(written: str, span: paper.Span) -> paper.Doubt:
    """Foreign words that a hijacked page put into its title."""
    return paper.Doubt(
        "title_spam", f"标题中夹有无关文字“{written}”，可能被篡改，已去除，请对照原件核对", "title", span
    )


def of_conflict(field: str, kept: values.Value, other: values.Value, table: labels.Table) -> paper.Doubt:
    """The page states a field twice, differently."""
    sentence = f"页面上有两处{table.fields[field].name}：“{kept.written}”和“{other.written}”，采用前者，请核对"
    return paper.Doubt("stated_twice", sentence, field, other.span)


def _of_date(field: str, name: str, value: values.Value) -> Iterator[paper.Doubt]:
    found = dates.find(value.written)
    if found is None:
        yield paper.Doubt(
            "date_unreadable", f"{name}“{value.written}”读不出日期，请改为2020-01-31这样的写法", field, value.span
        )
        return
    for doubt in found.doubts:
        if doubt == "digits_lost" and "ambiguous" in found.doubts:
            continue
        code, sentence = _DATE_SENTENCES[doubt]
        guess = f"读作{found.iso}" if found.iso else "读不出是哪一天"
        yield paper.Doubt(code, sentence.format(name=name, written=value.written, guess=guess), field, value.span)


def _of_number(field: str, value: values.Value, table: labels.Table) -> Iterator[paper.Doubt]:
    if value.written.lower() in table.words["nothing_words"]:
        return
    number = document_numbers.normalise(value.written)
    if number is None:
        damaged = _LOST_NUMBER.search(value.written)
        code = "doc_no_damaged" if damaged else "doc_no_unusual"
        reason = "括号或数字有缺失" if damaged else "不是“机关代字〔年份〕序号号”的写法"
        yield paper.Doubt(code, f"文号“{value.written}”{reason}，请对照原件核对", field, value.span)
        return
    for doubt in number.doubts:
        code = "doc_no_damaged" if "丢失" in doubt else "doc_no_brackets" if "括号" in doubt else "doc_no_unusual"
        yield paper.Doubt(code, f"文号“{value.written}”：{doubt}，读作{number.value}", field, value.span)


def _is_placeholder(written: str, table: labels.Table) -> bool:
    return written.lower() in table.words["placeholder_people"] or bool(_LOGIN.match(written))


def _differ(one: str, other: str) -> bool:
    """Different beyond blanks, quotation marks, and one being part of the other."""
    plain = [re.sub(r"[\s《》〈〉“”\"（）()【】\[\]]", "", each) for each in (one, other)]
    return plain[0] not in plain[1] and plain[1] not in plain[0]
