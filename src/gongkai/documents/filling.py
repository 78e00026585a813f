"""Word files with fields are checked and filled here; what people type is never read as a field."""

import importlib
import io
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from gongkai.documents import faults, kinds, paper

# What a template may hold besides its words: fields, and parts that stand or fall with a field.
_PLAIN = frozenset({"Template", "Output", "TemplateData", "Name", "If", "Not", "And", "Or"})
_TAG = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
_LINE_END = "\a"
MOST_BYTES = 5_000_000


class WrongTemplate(Exception):
    """A Word file that cannot serve as a template; `message` says why, in words for who made it."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def fields(data: bytes) -> set[str]:
    """The fields a template asks for. Raises WrongTemplate for what is no template."""
    environment = _environment()
    jinja = importlib.import_module("jinja2")
    try:
        source = _source(data)
        tree = environment.parse(source)
    except jinja.TemplateSyntaxError as error:
        raise WrongTemplate(f"字段写法有误：{error.message}") from error
    for node in _nodes(tree):
        if type(node).__name__ not in _PLAIN:
            raise WrongTemplate("模板里只能用 {{ 字段 }} 和 {%p if 字段 %}……{%p endif %}，不能用别的写法")
    return set(importlib.import_module("jinja2.meta").find_undeclared_variables(tree))


def check(data: bytes, *, known: Collection[str], name: str = "模板.docx") -> set[str]:
    """The fields of a template that an office hands in. Raises WrongTemplate, naming every field nobody knows."""
    try:
        if kinds.check(data, name=name, limits=paper.Limits(file_bytes=MOST_BYTES)) != kinds.DOCX:
            raise WrongTemplate("模板须是 Word 文件（.docx）")
    except faults.UnreadableFile as fault:
        raise WrongTemplate(fault.message) from fault
    found = fields(data)
    if unknown := sorted(found - set(known)):
        raise WrongTemplate(f"模板里有不认识的字段：{'、'.join(unknown)}；可用的字段见文书模板页")
    return found


def fill(data: bytes, values: Mapping[str, str], *, keep: Collection[str] = ()) -> bytes:
    """The template with its fields filled; a field without a value stays empty. Raises WrongTemplate.

    An end of line in a value begins a paragraph. Signs that could be read as a field are made harmless. The fields in
    `keep` stay fields, to be filled another time.
    """
    fields(data)
    template = importlib.import_module("docxtpl").DocxTemplate(io.BytesIO(data))
    harmless = {name: _harmless(value) for name, value in values.items()}
    harmless |= {name: f"{{{{ {name} }}}}" for name in keep}
    template.render(harmless, jinja_env=_environment(), autoescape=True)
    written = io.BytesIO()
    template.save(written)
    return written.getvalue()


def text(data: bytes) -> str:
    """The words of a Word file, a paragraph a line, empty ones left out."""
    document = importlib.import_module("docx").Document(io.BytesIO(data))
    return "\n".join(words for each in document.element.body.iter(_W_P) if (words := _words(each)))


_W_P = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
_W_T = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


def _words(paragraph: Any) -> str:
    return "".join(each.text or "" for each in paragraph.iter(_W_T)).strip()


def _environment() -> Any:
    sandbox = importlib.import_module("jinja2.sandbox")
    return sandbox.SandboxedEnvironment(autoescape=True)


def _source(data: bytes) -> str:
    """The tags of a template's story, headers and footers as one text, without the XML that cuts through them."""
    template = importlib.import_module("docxtpl").DocxTemplate(io.BytesIO(data))
    try:
        template.init_docx()
        parts = [template.patch_xml(template.get_xml())]
        for uri in (template.HEADER_URI, template.FOOTER_URI):
            parts += [
                template.patch_xml(template.get_part_xml(part)) for _key, part in template.get_headers_footers(uri)
            ]
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise WrongTemplate("这不是可以打开的 Word 文件") from error
    return "\n".join(tag for part in parts for tag in _TAG.findall(part))


def _nodes(tree: Any) -> Iterator[Any]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _nodes(child)


def _harmless(value: str) -> str:
    plain = "".join(each for each in value if each == "\n" or each.isprintable() or each == "\u3000")
    for sign, instead in (
        ("{{", "｛｛"),
        ("}}", "｝｝"),
        ("{%", "｛％"),
        ("%}", "％｝"),
        ("{#", "｛＃"),
        ("#}", "＃｝"),
    ):
        plain = plain.replace(sign, instead)
    return _LINE_END.join(line.strip() for line in plain.split("\n") if line.strip())
