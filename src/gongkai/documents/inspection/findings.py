"""What an inspection says: findings with kind, severity and place, and the text they were looked for in."""

import bisect
import dataclasses
from collections.abc import Callable
from typing import Literal

Severity = Literal["block", "warn", "info"]
RANKS: dict[Severity, int] = {"block": 0, "warn": 1, "info": 2}
LABELS = {
    "identity_number": "公民身份号码",
    "old_identity_number": "15位身份证号",
    "phone": "电话号码",
    "bank_card": "银行卡号",
    "licence_plate": "机动车号牌",
    "passport": "护照号码",
    "address": "个人住址",
    "name_list": "人员名单",
    "hidden_sheet": "隐藏工作表",
    "hidden_row": "隐藏行",
    "hidden_column": "隐藏列",
    "hidden_text": "隐藏文字",
    "white_text": "与底色相同的文字",
    "covered_text": "被遮盖的文字",
    "outside_text": "页面外的文字",
    "layer": "图层",
    "comment": "批注",
    "tracked_change": "修订痕迹",
    "old_version": "旧版本内容",
    "metadata": "文件属性",
    "location": "拍摄位置",
    "embedded_file": "嵌入文件",
    "macro": "宏",
    "script": "脚本",
    "formula": "公式",
    "defined_name": "名称",
    "external_link": "外部链接",
    "pivot_cache": "数据透视表缓存",
    "form_field": "表单域",
    "document_number": "发文字号",
    "bracket": "括号",
    "missing_attachment": "附件缺失",
    "dead_link": "失效链接",
    "wrong_word": "错别字",
    "phrase": "固定用语",
    "title": "职务称谓",
    "not_searched": "未能检查",
    "damaged": "文件损坏",
    "encrypted": "有密码",
    "zip_bomb": "压缩炸弹",
    "empty": "空文件",
    "too_large": "文件过大",
    "wrong_kind": "类型不符",
    "unsupported_kind": "类型不支持",
    "scanned": "扫描件",
    "unreadable": "无法读取",
}
_LONGEST = 120
MOST_OF_A_KIND = 200


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One thing found.

    `where` names the place as the file's own program shows it (Sheet1!B3, 第2页, 正文第12段); `text` is what
    stands there, cut when long, `masked` the same fit to be shown on a screen; `message` is a sentence for a clerk.
    `start` and `end` place it in the text that was searched (`Inspection.text`), -1 where it lies in none.
    """

    kind: str
    severity: Severity
    where: str
    text: str
    message: str
    masked: str = ""
    start: int = -1
    end: int = -1


@dataclasses.dataclass(frozen=True, slots=True)
class Inspection:
    """All findings of one file, worst first, each group in the order of the file.

    `kind` is the kind of file, None when it could not be told; `text` is all that was searched, unseen parts too.
    """

    name: str
    kind: str | None
    findings: tuple[Finding, ...]
    text: str = ""

    @property
    def is_blocked(self) -> bool:
        """Whether something must be mended before the file may go out."""
        return any(each.severity == "block" for each in self.findings)

    def of(self, *kinds: str) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.kind in kinds)


@dataclasses.dataclass(slots=True)
class Script:
    """All text of a file in one string, each piece knowing its place; pieces are two line ends apart.

    A number may run over one line end, never over two, so that pieces do not make numbers between them.
    """

    _parts: list[str] = dataclasses.field(default_factory=list)
    _starts: list[int] = dataclasses.field(default_factory=list)
    _places: list[Callable[[], str]] = dataclasses.field(default_factory=list)
    _length: int = 0

    def add(self, text: str, where: Callable[[], str]) -> None:
        """Add a piece; `where` is only asked when something is found in it."""
        if not text.strip():
            return
        self._starts.append(self._length)
        self._places.append(where)
        self._parts.append(text)
        self._length += len(text) + 2

    def text(self) -> str:
        return "\n\n".join(self._parts)

    def where(self, position: int) -> str:
        """The place of the piece that holds this position of `text()`."""
        found = bisect.bisect_right(self._starts, position) - 1
        return self._places[found]() if found >= 0 else ""


@dataclasses.dataclass(slots=True)
class Notes:
    """Findings as they are made, with a limit for each kind so that a hostile file makes no endless list."""

    found: list[Finding] = dataclasses.field(default_factory=list)
    _counts: dict[str, int] = dataclasses.field(default_factory=dict)

    def add(
        self,
        kind: str,
        severity: Severity,
        where: str,
        text: str,
        message: str,
        *,
        masked: str = "",
        span: tuple[int, int] = (-1, -1),
    ) -> None:
        count = self._counts[kind] = self._counts.get(kind, 0) + 1
        if count <= MOST_OF_A_KIND:
            self.found.append(Finding(kind, severity, where, cut(text), message, masked, *span))

    def close(self) -> tuple[Finding, ...]:
        """Worst first; where a kind had more than its limit, the number of the rest is said."""
        for kind, count in self._counts.items():
            if count > MOST_OF_A_KIND:
                worst = min((each.severity for each in self.found if each.kind == kind), key=RANKS.__getitem__)
                rest = count - MOST_OF_A_KIND
                message = f"此类问题共 {count} 处，以上列出 {MOST_OF_A_KIND} 处，另有 {rest} 处没有列出"
                self.found.append(Finding(kind, worst, "", "", message))
        return tuple(sorted(self.found, key=lambda each: RANKS[each.severity]))


def cut(text: str) -> str:
    """The text on one line, cut when long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
