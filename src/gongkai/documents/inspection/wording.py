"""What the words of a file say that must not be published, or not so: personal data, numbers, attachments, errors."""

import re
from collections.abc import Collection, Iterator, Sequence

from gongkai.documents.inspection import findings
from gongkai.language import confusables, personal_data, phrases
from gongkai.rules import document_numbers

_KINDS = {"mobile_phone": "phone", "landline": "phone", "plate": "licence_plate"}
_ADVICE = {
    "identity_number": "公民身份号码不得公开，请删除或遮盖",
    "old_identity_number": "疑似15位旧身份证号码，请核对，是则删除或遮盖",
    "bank_card": "银行卡号不得公开，请删除或遮盖",
    "phone": "请核对是不是个人电话，是则删除，或换成办公电话",
    "licence_plate": "疑似机动车号牌，请核对是否涉及个人",
    "passport": "疑似护照号码，请核对，是则删除或遮盖",
    "address": "疑似个人住址，请核对，是则删除或写到乡镇（街道）为止",
}
_NUMBER_SIGN = re.compile(
    r"[〔\[({【（［]\s?(?:19|20)\s?\d|[〔\[({【（［]\d\d[〕\])】）］]|\d[〕\])】）］]\s?第?\s?\d|第\s?\d+\s?号"
)
_UNENDED = re.compile(
    r"(?:[发办函字政复批规议告电呈纪令]〔(?:19|20)\d\d〕|[发办函字][\[(（【［](?:19|20)\d\d[\])）】］])\s?第?\d{1,5}"
    r"(?![\d\s]*号|\d|\s?[-—~至、]\s?\d+号)"
)
_LONGEST_NAME = 12
_PEOPLE_HEADS = re.compile(
    r"^(?:姓\s*名|申请人|当事人|户主(?:姓名)?|受助人|权利人|持证人|被征收人|学生姓名|患者姓名|人员姓名)"
)
_NUMBER_HEADS = re.compile(
    "身份证|公民身份号码|证件号|手机|联系电话|联系方式|电话|住址|家庭地址|银行卡|银行账号|开户行|卡号"
)
_CREDIT_HEADS = re.compile("信用代码|组织机构代码|金额|资金|面积|索引号|编号|代码")
_ATTACHED = re.compile(r"^[ \u3000]*附\s*件\s*[：:][ \u3000]*(?P<first>\S.*)$", re.MULTILINE)
_ENTRY = re.compile(r"^[ \u3000]*(?P<number>\d{1,2})\s*[.．、]\s*(?P<name>\S.*)$")
_HEADING = re.compile(
    r"^[ \u3000]*附\s*件\s*(?P<number>[\d一二三四五六七八九十]{0,3})[ \u3000]*[：:]?[ \u3000]*$", re.MULTILINE
)
_NUMERALS = {each: place for place, each in enumerate("一二三四五六七八九十", start=1)}
_SAME_NAME = 4


def inspect(
    script: findings.Script,
    notes: findings.Notes,
    *,
    tables: Sequence[Sequence[Sequence[str]]],
    given: phrases.PhraseList | None,
    beside: Collection[str],
    confused: Sequence[tuple[str, str]] = (),
) -> None:
    """Look through all text of a file; `beside` are names of files that are published with it.

    `confused` are wrong words with their right form beside those that are always looked for.
    """
    text = script.text()
    excepted = frozenset(_not_personal(tables))
    _personal(text, script, notes, excepted)
    _lists(tables, text, script, notes)
    _numbers(text, script, notes)
    for each in confusables.find(text, more=confused):
        message = f"「{each.wrong}」似应为「{each.right}」"
        around = _around(text, each.start, each.end)
        notes.add("wrong_word", "warn", script.where(each.start), around, message, span=(each.start, each.end))
    if given is not None:
        for deviation in phrases.find(text, given):
            what = "职务" if deviation.kind == "title" else "固定用语"
            message = f"{what}与短语表不一致，应为「{deviation.right}」"
            place = (deviation.start, deviation.end)
            notes.add(deviation.kind, "warn", script.where(place[0]), deviation.said, message, span=place)
    _attachments(text, script, notes, beside)


def _personal(text: str, script: findings.Script, notes: findings.Notes, excepted: Collection[str]) -> None:
    for each in personal_data.find(text):
        if each.text in excepted:
            continue
        kind = _KINDS.get(each.kind, each.kind)
        message = f"{each.label}：{_ADVICE[kind]}"
        where, span = script.where(each.start), (each.start, each.end)
        notes.add(kind, each.severity, where, each.text, message, masked=each.masked, span=span)


def _not_personal(tables: Sequence[Sequence[Sequence[str]]]) -> Iterator[str]:
    """Contents of columns that are headed as codes, amounts or areas."""
    for table in tables:
        heads = next((row for row in table if sum(bool(cell.strip()) for cell in row) > 1), ())
        for column, head in enumerate(heads):
            if _CREDIT_HEADS.search(head) and not _NUMBER_HEADS.search(head):
                yield from (row[column].strip() for row in table if column < len(row))


def _lists(
    tables: Sequence[Sequence[Sequence[str]]], text: str, script: findings.Script, notes: findings.Notes
) -> None:
    for table in tables:
        for number, row in enumerate(table[:5]):
            people = [place for place, cell in enumerate(row) if _PEOPLE_HEADS.match(cell.strip())]
            others = [cell.strip() for cell in row if _NUMBER_HEADS.search(cell) and len(cell) < 20]
            if people and others:
                names = [each[people[0]].strip() for each in table[number + 1 :] if people[0] < len(each)]
                names = [name for name in names if re.fullmatch("[\u4e00-\u9fff·＊*某]{2,12}", name)]
                if names:
                    _say_list(names, others, text, script, notes)
                break


def _say_list(names: list[str], others: list[str], text: str, script: findings.Script, notes: findings.Notes) -> None:
    at = text.find(names[0])
    where = script.where(at) if at >= 0 else "表格"
    listed = "、".join(dict.fromkeys(others))
    message = f"名单列有 {len(names)} 人的姓名和{listed}，请核对是否依法公示，号码和住址应删除或遮盖"
    masked = "、".join(f"{name[0]}某" for name in names[:5])
    span = (at, at + len(names[0])) if at >= 0 else (-1, -1)
    notes.add("name_list", "warn", where, "、".join(names[:5]), message, masked=masked, span=span)


def _numbers(text: str, script: findings.Script, notes: findings.Notes) -> None:
    done = 0
    for sign in _NUMBER_SIGN.finditer(text):
        if sign.start() < done:
            continue
        first = text.rfind("\n", 0, sign.start()) + 1
        last = text.find("\n", sign.end())
        done = len(text) if last < 0 else last
        for each in document_numbers.find_all(text[first:done]):
            span = (first + each.start, first + each.end)
            written = text[span[0] : span[1]]
            for doubt in each.number.doubts:
                kind = "bracket" if "括号" in doubt else "document_number"
                message = f"{doubt}，应写作「{each.number.value}」"
                notes.add(kind, "warn", script.where(span[0]), written, message, span=span)
    for match in _UNENDED.finditer(text):
        start = match.start()
        while start > 0 and match.start() - start < _LONGEST_NAME and "\u4e00" <= text[start - 1] <= "\u9fff":
            start -= 1
        written = text[start : match.end()]
        message = f"发文字号末尾缺“号”字，应写作「{written}号」"
        notes.add("document_number", "warn", script.where(start), written, message, span=(start, match.end()))


def _attachments(text: str, script: findings.Script, notes: findings.Notes, beside: Collection[str]) -> None:
    for match in _ATTACHED.finditer(text):
        named = list(_named(text, match))
        rest = text[match.end() :]
        headings = {_number(each["number"]) for each in _HEADING.finditer(rest)}
        for number, name, start in named:
            plain = _plain(name)
            if len(plain) < 2 or _is_beside(plain, number, beside):
                continue
            lines = {_plain(line) for line in rest.split("\n")}
            # The list itself names it once more; a heading of its own makes the attachment.
            repeated = sum(plain == line for line in lines) and text.count(name, match.end()) > 0
            own_heading = number in headings or (len(named) == 1 and headings)
            if not own_heading and not (repeated and plain not in _list_lines(named)):
                message = f"正文列出附件「{findings.cut(name)}」，文件里没有，请补上或一并上传"
                span = (start, start + len(name)) if text.startswith(name, start) else (-1, -1)
                notes.add("missing_attachment", "warn", script.where(start), name, message, span=span)


def _named(text: str, match: re.Match[str]) -> Iterator[tuple[int, str, int]]:
    """Number, name and place of each attachment of the list that begins here."""
    first = _ENTRY.match(match["first"])
    if first is None:
        yield 1, match["first"].strip(), match.start("first")
        return
    yield int(first["number"]), first["name"].strip(), match.start("first")
    expected, position = int(first["number"]) + 1, match.end()
    for line in text[match.end() : match.end() + 4000].split("\n"):
        entry = _ENTRY.match(line)
        if entry and int(entry["number"]) == expected:
            yield expected, entry["name"].strip(), position
            expected += 1
        elif line.strip():
            break
        position += len(line) + 1


def _list_lines(named: Sequence[tuple[int, str, int]]) -> set[str]:
    return {_plain(f"{number}.{name}") for number, name, _ in named}


def _is_beside(plain: str, number: int, beside: Collection[str]) -> bool:
    for file in beside:
        stem = _plain(file.rsplit("/", 1)[-1].rsplit(".", 1)[0])
        if re.match(rf"附件0?{number}(?!\d)", stem) or (len(plain) >= _SAME_NAME and (plain in stem or stem in plain)):
            return True
    return False


def _number(written: str) -> int:
    if not written:
        return 1
    return int(written) if written.isdigit() else _NUMERALS.get(written, 0)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]|\.(?:docx?|xlsx?|pdf)$", "", name)


def _around(text: str, start: int, end: int) -> str:
    first = max(text.rfind("\n", 0, start) + 1, start - 10)
    last = text.find("\n", end)
    return text[first : min(len(text) if last < 0 else last, end + 10)]
