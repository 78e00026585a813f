"""What Word and Excel files share: properties, embedded files and links to elsewhere in their container."""

import re
from typing import Any

from gongkai.documents import word_xml
from gongkai.documents.inspection import findings

_PEOPLE = {"creator": "作者", "lastModifiedBy": "最后修改人", "Manager": "经理", "Company": "单位"}
_WORDS = {
    "title": "标题",
    "subject": "主题",
    "description": "备注",
    "keywords": "关键词",
    "category": "类别",
    "contentStatus": "状态",
    "HyperlinkBase": "超链接基础",
    "Template": "模板",
}
_NEUTRAL_TEMPLATES = ("normal.dotm", "normal.dot", "normal", "normal.wpt")
_EMBEDDED = re.compile(r"/(?:embeddings|activeX|attachedToolbars|afchunk)|\.(?:bin|ole)$|/afchunk\.", re.IGNORECASE)
_HARMLESS = re.compile(r"/(?:printerSettings/|vbaProject)", re.IGNORECASE)
_OUTSIDE = re.compile(r"^(?:file:|\\\\|//|[A-Za-z]:[\\/])")


def properties(parts: dict[str, bytes], script: findings.Script, notes: findings.Notes) -> None:
    """Author, company, last editor and own properties; persons are a warning, the rest is only said."""
    for part in ("docProps/core.xml", "docProps/app.xml"):
        if part in parts:
            for element in word_xml.parse(parts[part]):
                _property(element, script, notes)
    if "docProps/custom.xml" in parts:
        for element in word_xml.parse(parts["docProps/custom.xml"]):
            value = "".join(element.itertext()).strip()
            name = element.get("name") or ""
            if value:
                text = f"{name}：{value}"
                script.add(value, lambda name=name: f"自定义属性 {name}")  # type: ignore[misc]
                notes.add("metadata", "warn", f"自定义属性 {name}", text, "文件带有自定义属性，读者可以查看，请清除")


def _property(element: Any, script: findings.Script, notes: findings.Notes) -> None:
    name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    value = (element.text or "").strip()
    if not value:
        return
    if name in _PEOPLE:
        label = _PEOPLE[name]
        script.add(value, lambda: f"文件属性 {label}")
        notes.add("metadata", "warn", f"文件属性 {label}", value, f"文件属性里留有{label}「{value}」，发出前请清除")
    elif name in _WORDS:
        label = _WORDS[name]
        if name == "Template" and value.lower() in _NEUTRAL_TEMPLATES:
            return
        script.add(value, lambda: f"文件属性 {label}")
        notes.add("metadata", "info", f"文件属性 {label}", value, f"文件属性里写有{label}「{findings.cut(value)}」")


def embedded(parts: dict[str, bytes], notes: findings.Notes) -> None:
    """Files inside the file, which a reader can open and save."""
    for part in parts:
        if _EMBEDDED.search(part) and not _HARMLESS.search(part):
            message = "文件里嵌有另一个文件或控件，读者可以打开其全部内容，请改为图片或删除"
            notes.add("embedded_file", "block", part, part.rsplit("/", 1)[-1], message)


def links(parts: dict[str, bytes], notes: findings.Notes) -> None:
    """Relationships to files of the author's machine or network."""
    for part, content in parts.items():
        if not part.endswith(".rels"):
            continue
        for relation in word_xml.parse(content):
            target = relation.get("Target") or ""
            if relation.get("TargetMode") == "External" and _OUTSIDE.match(target):
                message = "文件指向作者电脑或内网上的文件，泄露路径，别人也打不开，请断开链接"
                notes.add("external_link", "warn", _owner(part), target, message)


def _owner(part: str) -> str:
    folder, _, name = part.rpartition("_rels/")
    return word_xml.story_name(folder + name.removesuffix(".rels")) or "文件"
