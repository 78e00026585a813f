"""Blocks and tables as clean HTML for the editor: headings, paragraphs, lists and tables, and nothing else."""

import html
from collections.abc import Iterable, Mapping, Sequence

from gongkai.documents import paper


def render(blocks: Iterable[paper.Block], tables: Sequence[paper.Table]) -> str:
    """Escaped HTML of these blocks; headings become h2-h4, table blocks are looked up in `tables`."""
    parts: list[str] = []
    in_list = False
    for block in blocks:
        if in_list != (block.kind == "item"):
            parts.append("<ul>" if block.kind == "item" else "</ul>")
            in_list = not in_list
        if block.kind == "table" and block.table is not None:
            parts.append(_table(tables[block.table]))
        else:
            tag = {"heading": f"h{min(max(block.level + 1, 2), 4)}", "item": "li"}.get(block.kind, "p")
            parts.append(f"<{tag}>{html.escape(block.text.strip(), quote=False)}</{tag}>")
    if in_list:
        parts.append("</ul>")
    return "\n".join(parts)


def render_body(
    document: paper.Document,
    *,
    start: int,
    end: int | None = None,
    pictures: Mapping[int, Sequence[str]] | None = None,
) -> str:
    """HTML of the blocks that lie in `text[start:end]`; a block that begins before `start` is cut there.

    `pictures` is HTML to stand before the block that begins at or behind a position; what lies outside is left out.
    """
    end = len(document.text) if end is None else end
    inside: list[paper.Block] = []
    for block in document.blocks:
        if block.span.end <= start or block.span.start >= end:
            continue
        if block.span.start < start and block.kind != "table":
            rest = document.text[start : block.span.end]
            if rest.strip():
                span = paper.Span(start, block.span.end)
                inside.append(paper.Block(block.kind, rest, span, level=block.level, page=block.page))
            continue
        if block.span.start >= start:
            inside.append(block)
    parts: list[str] = []
    done = 0
    for position, images in sorted((pictures or {}).items()):
        if not start <= position <= end + 1:
            continue
        reached = sum(block.span.start < position for block in inside)
        parts += [render(inside[done:reached], document.tables), *images]
        done = reached
    parts.append(render(inside[done:], document.tables))
    return "\n".join(part for part in parts if part)


def _table(table: paper.Table) -> str:
    caption = f"<caption>{html.escape(table.caption, quote=False)}</caption>" if table.caption else ""
    rows: dict[int, list[str]] = {row: [] for row in range(len(table.rows))}
    for cell in table.cells:
        tag = "th" if cell.is_header else "td"
        spans = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
        spans += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
        text = html.escape(cell.text.strip(), quote=False).replace("\n", "<br>")
        rows[cell.row].append(f"<{tag}{spans}>{text}</{tag}>")
    body = "\n".join(f"<tr>{''.join(cells)}</tr>" for cells in rows.values())
    return f"<table>{caption}<tbody>\n{body}\n</tbody></table>"
