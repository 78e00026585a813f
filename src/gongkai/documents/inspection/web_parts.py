"""What a web page carries unseen: remarks in the source, hidden elements, and links that lead nowhere."""

import re
import urllib.parse
from collections.abc import Callable

import lxml.html

from gongkai.documents import html_files, text_files
from gongkai.documents.inspection import findings

_COMMENT = re.compile(r"<!--(.*?)(?:-->|$)", re.DOTALL)
_CHARSET = re.compile(rb"<meta[^>]+?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|font-size\s*:\s*0", re.I
)
_WHITE = re.compile(r"(?:^|;)\s*color\s*:\s*(?:#fff(?:fff)?\b|white\b|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))", re.I)
_GROUND = re.compile(r"background", re.IGNORECASE)
_CONDITIONAL = re.compile(r"^\s*\[(?:if|endif)", re.IGNORECASE)
_HAN = re.compile("[\u4e00-\u9fff]")
_LONG_NUMBER = re.compile(r"\d{7}")


def inspect(
    data: bytes, script: findings.Script, notes: findings.Notes, *, exists: Callable[[str], bool] | None
) -> None:
    """Note what a reader of the page does not see; the visible text is added by the reader of pages.

    `exists` tells whether a file beside the page is there; without it relative links are not followed.
    """
    declared = _CHARSET.search(data[:4096])
    text, _, _ = text_files.decode(data, declared=declared[1].decode("ascii") if declared else None)
    for match in _COMMENT.finditer(text):
        said = match[1].strip()
        if said and not _CONDITIONAL.match(said) and (_HAN.search(said) or _LONG_NUMBER.search(said)):
            line = text.count("\n", 0, match.start()) + 1
            script.add(re.sub(r"<[^>]*>", " ", said), lambda line=line: f"源代码第{line}行（注释）")  # type: ignore[misc]
            notes.add("comment", "warn", f"源代码第{line}行", said, "网页源代码里留有注释，任何人可以查看，请删除")
    tree = html_files.parse(text)
    if tree is None:
        return
    _hidden(tree, script, notes)
    if exists is not None:
        _links(tree, notes, exists)


def _hidden(tree: lxml.html.HtmlElement, script: findings.Script, notes: findings.Notes) -> None:
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "template", "noscript"):
            continue
        style = element.get("style") or ""
        where = f"源代码第{element.sourceline or 1}行"
        if element.tag == "input" and element.get("type") == "hidden":
            said, kind = element.get("value") or "", "hidden_text"
            said = said if _HAN.search(said) else ""
        elif element.get("hidden") is not None or _HIDDEN.search(style):
            said, kind = element.text_content().strip(), "hidden_text"
        elif _WHITE.search(style) and not any(_GROUND.search(each.get("style") or "") for each in _line(element)):
            said, kind = element.text_content().strip(), "white_text"
        else:
            continue
        if said:
            script.add(said, lambda where=where: f"{where}（隐藏元素）")  # type: ignore[misc]
            notes.add(kind, "warn", where, said, "网页里有隐藏的内容，查看源代码即可读出，请删除")


def _line(element: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    return [element, *element.iterancestors()]


def _links(tree: lxml.html.HtmlElement, notes: findings.Notes, exists: Callable[[str], bool]) -> None:
    anchors = {value for element in tree.iter() for value in (element.get("id"), element.get("name")) if value}
    for element, attribute, target, _ in tree.iterlinks():
        if element.tag not in ("a", "img") or attribute not in ("href", "src"):
            continue
        address = urllib.parse.urlsplit(target.strip())
        where = f"源代码第{element.sourceline or 1}行"
        text = element.text_content().strip() or target
        if address.scheme == "file" or re.match(r"[A-Za-z]:[\\/]|\\\\", target):
            message = f"链接「{findings.cut(target)}」指向作者电脑上的文件，别人打不开"
            notes.add("dead_link", "warn", where, text, message)
        elif not address.scheme and not address.netloc and not target.startswith("/"):
            path = urllib.parse.unquote(address.path)
            missing = not exists(path) if path else bool(address.fragment) and address.fragment not in anchors
            if missing and target.strip() not in ("#", ""):
                message = f"链接「{findings.cut(target)}」没有对应的文件或位置"
                notes.add("dead_link", "warn", where, text, message)
