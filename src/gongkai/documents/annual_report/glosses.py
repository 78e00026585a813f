"""Readings that mirrors of a page have put behind its characters: 報(bào)告, 公(gong)開(kai)."""

import dataclasses
import re

from gongkai.documents import paper

_GLOSS = re.compile(r"(?<=[一-鿿])(?:[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹɡ]{1,6}[)）])+")
_FEWEST = 4  # less may be anybody's remark
_NOTHING = "\u200b"  # of no width: folding leaves it out and finds the way back


def hide(document: paper.Document) -> paper.Document:
    """The document as it was before: readings become blanks of no width, so that every place stays where it is."""
    if len(_GLOSS.findall(document.text)) < _FEWEST:
        return document
    return dataclasses.replace(
        document,
        text=_hidden(document.text),
        tables=tuple(
            dataclasses.replace(
                table,
                rows=tuple(tuple(map(_bare, row)) for row in table.rows),
                cells=tuple(dataclasses.replace(each, text=_bare(each.text)) for each in table.cells),
            )
            for table in document.tables
        ),
        properties={name: _bare(value) for name, value in document.properties.items()},
    )


def _hidden(text: str) -> str:
    return _GLOSS.sub(lambda gloss: _NOTHING * len(gloss.group()), text)


def _bare(text: str) -> str:
    return _GLOSS.sub("", text)
