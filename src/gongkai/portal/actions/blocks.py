"""What a special topic is made of: blocks, each sound or refused, and all of them in words for those who review."""

import dataclasses
import datetime
import html
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Kind = Literal["heading", "text", "list", "figure", "picture", "links"]
KINDS: dict[str, Any] = {
    "heading": gettext_lazy("Heading"),
    "text": gettext_lazy("Text"),
    "list": gettext_lazy("List of items"),
    "figure": gettext_lazy("Figure"),
    "picture": gettext_lazy("Picture"),
    "links": gettext_lazy("Links"),
}
SOURCES: dict[str, Any] = {
    "count": gettext_lazy("counted from the records"),
    "report": gettext_lazy("stated in the annual report"),
}
MOST_BLOCKS, MOST_ITEMS = 40, 30
_LINK = re.compile(r"^(?P<name>.+?)\s*[|｜]\s*(?P<address>(?:https?://|/(?!/))\S+)$")


class UnfitBlock(ValueError):
    """A block that says nothing or cannot be shown; `number` counts from nought, `sentence` says what is wrong."""

    def __init__(self, number: int, sentence: str) -> None:
        super().__init__(number, sentence)
        self.number, self.sentence = number, sentence


@dataclasses.dataclass(frozen=True)
class Named:
    """Something a block names, with the words it had when the block was written: an agency, a column, a topic."""

    key: str = ""
    words: str = ""


@dataclasses.dataclass(frozen=True)
class Block:
    """One part of the page. Which fields count depends on the kind.

    `text`: heading, paragraphs, caption or lines of links; `title`: of a list, figure or picture's alternative text;
    `file`: name of the attachment; `agency`, `column`, `topic`, `words`, `number`: what a list shows; `source`,
    `agency`, `year`, `indicator`: where a figure comes from.
    """

    kind: str
    text: str = ""
    title: str = ""
    file: str = ""
    agency: Named = Named()
    column: Named = Named()
    topic: Named = Named()
    words: str = ""
    number: int = 10
    source: str = "count"
    year: int = 0
    indicator: Named = Named()

    @property
    def links(self) -> list[tuple[str, str]]:
        """The names and addresses of a block of links."""
        found = (_LINK.match(line.strip()) for line in self.text.splitlines())
        return [(each["name"].strip(), each["address"]) for each in found if each]

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of a text."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]


def checked(blocks: Sequence[Block], *, files: Iterable[str], this_year: int) -> tuple[Block, ...]:
    """The blocks when all are sound. `files` are the names of the attachments. Raises UnfitBlock."""
    names = set(files)
    if len(blocks) > MOST_BLOCKS:
        raise UnfitBlock(MOST_BLOCKS, _("A page has at most %d blocks.") % MOST_BLOCKS)
    for number, each in enumerate(blocks):
        fault = _fault(each, names, this_year)
        if fault:
            raise UnfitBlock(number, fault)
    return tuple(blocks)


def _fault(block: Block, files: set[str], this_year: int) -> str:
    lines = block.paragraphs
    faults: dict[str, list[tuple[bool, str]]] = {
        "heading": [(not lines or len(lines) > 1, _("Write the heading in one line."))],
        "text": [(not lines, _("Write the text, or take the block out."))],
        "list": [
            (
                not (block.agency.key or block.column.key or block.topic.key or block.words),
                _("Say what the list shows."),
            ),
            (not 1 <= block.number <= MOST_ITEMS, _("A list shows 1 to %d items.") % MOST_ITEMS),
        ],
        "figure": [
            (not block.agency.key or not block.indicator.key, _("Choose the agency and the figure.")),
            (block.source not in SOURCES, _("Say where the figure comes from.")),
            (not 2003 <= block.year <= this_year, _("Give a year up to this one.")),
        ],
        "picture": [
            (block.file not in files, _("Choose the picture.")),
            (not block.title.strip(), _("Say in words what the picture shows, for those who do not see it.")),
        ],
        "links": [
            (not lines, _("Write a link a line: name | address.")),
            (len(block.links) < len(lines), _("Each line is a name, a bar, and an address: 办事指南 | https://…")),
        ],
    }
    if block.kind not in faults:
        return _("There is no such block.")
    return next((words for is_wrong, words in faults[block.kind] if is_wrong), "")


def as_json(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """The blocks as they are kept."""
    return [dataclasses.asdict(each) for each in blocks]


def from_json(kept: Iterable[Mapping[str, Any]]) -> tuple[Block, ...]:
    """The blocks that were kept."""
    found = []
    for each in kept:
        values: dict[str, Any] = {
            key: Named(**value) if isinstance(value, Mapping) else value for key, value in each.items()
        }
        found.append(Block(**values))
    return tuple(found)


def body_of(
    blocks: Iterable[Block],
    *,
    address: str,
    shown_from: datetime.date | None,
    shown_until: datetime.date | None,
) -> str:
    """All of it in words, as clean html: what reviewers read, and what their opinion is bound to.

    The words of lists and figures are said in Chinese whatever language the desk is read in: they are part of the text.
    """
    parts = [f'<p>专题页面：<a href="{html.escape(address)}">{html.escape(address)}</a></p>']
    if shown_from or shown_until:
        parts.append(f"<p>展示期限：{shown_from or '发布之日'}至{shown_until or '长期'}</p>")
    for each in blocks:
        parts += _said(each)
    return "\n".join(parts)


def _said(block: Block) -> list[str]:
    def text(words: str) -> str:
        return html.escape(" ".join(words.split()), quote=False)

    if block.kind == "heading":
        return [f"<h2>{text(block.text)}</h2>"]
    if block.kind == "text":
        return [f"<p>{text(line)}</p>" for line in block.paragraphs]
    if block.kind == "list":
        wanted = [
            ("机构", block.agency.words),
            ("栏目", block.column.words),
            ("主题", block.topic.words),
            ("标题含", block.words),
        ]
        said = "；".join(f"{label}：{text(value)}" for label, value in wanted if value)
        return [f"<p>【信息列表】{text(block.title)}（{said}；最新{block.number}条）</p>"]
    if block.kind == "figure":
        source = "政府信息公开工作年度报告" if block.source == "report" else "本平台记录统计"
        said = f"{text(block.agency.words)}，{block.year}年，{text(block.indicator.words)}，{source}"
        return [f"<p>【数据】{text(block.title)}（{said}）</p>"]
    if block.kind == "picture":
        caption = f"；图注：{text(block.text)}" if block.text.strip() else ""
        return [f"<p>【图片】{text(block.file)}（替代文字：{text(block.title)}{caption}）</p>"]
    items = "".join(f'<li><a href="{html.escape(to)}">{text(name)}</a></li>' for name, to in block.links)
    return [f"<ul>{items}</ul>"]
