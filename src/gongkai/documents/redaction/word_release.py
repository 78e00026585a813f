"""A docx for release: marked letters deleted and replaced by blocks, and nothing left that a reader does not see."""

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

import lxml.etree

from gongkai.documents import word_xml
from gongkai.documents.redaction import marks, matching, recognition, word_cleaning, word_proof, word_texts

BLOCKS = "████"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_VALUES = ("v", "t", "f", "string")
_MOMENT = (1980, 1, 1, 0, 0, 0)


def redact_docx(
    data: bytes, given: Sequence[marks.Mark], *, name: str = "文件.docx", recognise: bool = True
) -> marks.Redacted:
    """A new docx without what the marks (Quote, Passage) cover, proved by a second pass.

    Marked letters are deleted and ████ stands in their place, with the mark's label where it has one: in the text,
    tables, headers, footers, notes, text boxes, charts. Tracked changes are accepted, comments, properties, hidden
    and white text, embedded objects, field instructions and data of pictures go. The bytes given are not changed.

    Raises WrongMark, NotRemoved, RecognitionFailed and faults.UnreadableFile.
    """
    parts = word_texts.unpacked(data, name=name)
    package = word_cleaning.clean(parts)
    found = word_texts.letters(package.roots)
    hits = word_texts.hits(found, given)
    expected = delete(found, hits)
    swept = _sweep(package, marks.quotes(given))
    _check_found(given, hits, swept, parts)
    released = _packed(package)
    recogniser = recognition.installed() if recognise else None
    proof = word_proof.prove(released, expected, given, recogniser=recogniser)
    if not proof.holds:
        raise marks.NotRemoved(proof)
    removed = tuple(f"{what} {count} 处" for what, count in package.removed.items() if count)
    return marks.Redacted(released, _schedule(hits), proof, removed, False)


def _check_found(
    given: Sequence[marks.Mark], hits: Sequence[word_texts.Hit], swept: set[str], parts: dict[str, bytes]
) -> None:
    """A quote must have stood somewhere: in what is seen, in a chart, or in what was taken out with the rest."""
    for number, mark in enumerate(given, start=1):
        if not isinstance(mark, marks.Quote) or mark.text in swept or any(hit.mark is mark for hit in hits):
            continue
        quote = matching.folded(mark.text)
        whole = (
            matching.folded("".join(word_xml.parse(parts[each]).itertext())) for each in parts if each[-4:] == ".xml"
        )
        if not any(quote in text for text in whole):
            raise marks.WrongMark(number, "的文字在文件里没有找到")


def delete(found: Sequence[word_texts.Letters], hits: Sequence[word_texts.Hit]) -> list[str]:
    """Take the marked letters out of the trees; returns what every paragraph must say afterwards."""
    by_paragraph: dict[int, list[word_texts.Hit]] = {}
    for hit in hits:
        by_paragraph.setdefault(id(hit.paragraph), []).append(hit)
    expected = []
    for paragraph in found:
        stretches = _stretches(by_paragraph.get(id(paragraph), []))
        if not stretches:
            expected.append(paragraph.text)
            continue
        said: dict[int, list[str]] = {id(holder): [] for holder in paragraph.holders if holder is not None}
        whole: list[str] = []
        for place, letter in enumerate(paragraph.text):
            holder = paragraph.holders[place]
            stretch = next((each for each in stretches if each[0] <= place < each[1]), None)
            if stretch is None or holder is None:
                new = letter
            else:
                first = next(at for at in range(stretch[0], stretch[1]) if paragraph.holders[at] is not None)
                new = stretch[2] if place == first else ""
            whole.append(new)
            if holder is not None:
                said[id(holder)].append(new)
        for holder in {id(each): each for each in paragraph.holders if each is not None}.values():
            holder.text = "".join(said[id(holder)])
            if holder.tag == word_xml.W + "t":
                holder.set(_SPACE, "preserve")
        expected.append("".join(whole))
    return expected


def _stretches(hits: Sequence[word_texts.Hit]) -> list[tuple[int, int, str]]:
    """Marked stretches of a paragraph with what takes their place; overlapping ones become one."""
    joined: list[tuple[int, int, str]] = []
    for hit in sorted(hits, key=lambda each: (each.start, -each.end)):
        words = BLOCKS + (f"（{hit.mark.label}）" if hit.mark.label else "")
        if joined and hit.start < joined[-1][1]:
            start, end, before = joined[-1]
            joined[-1] = (start, max(end, hit.end), before)
        else:
            joined.append((hit.start, hit.end, words))
    return joined


def _sweep(package: word_cleaning.Package, quotes: Sequence[marks.Quote]) -> set[str]:
    """Quotes in values of charts, in lettering, in names and addresses; returns those that were there."""
    found: set[str] = set()
    for mark in quotes:
        quote = matching.folded(mark.text)
        telling = matching.is_telling(quote)
        for part, root in package.roots.items():
            for element in list(root.iter()):
                if not isinstance(element.tag, str):
                    continue
                local = element.tag.rpartition("}")[2]
                seen = element.text and local != "t" and (telling or local in _VALUES)
                if seen and (new := matching.blocked(element.text, quote, BLOCKS)) is not None:
                    element.text = new
                    found.add(mark.text)
                for key, value in element.attrib.items():
                    wanted = telling or key == "string"
                    if wanted and (new := matching.blocked(str(value), quote, BLOCKS)) is not None:
                        _blank(element, key, new, part)
                        found.add(mark.text)
    return found


def _blank(element: Any, key: Any, new: str, part: str) -> None:
    """An address that says too much leads nowhere afterwards; other attributes are blocked out."""
    element.set(key, "http://removed.invalid/" if part.endswith(".rels") and key == "Target" else new)


def _packed(package: word_cleaning.Package) -> bytes:
    buffer = io.BytesIO()
    names = [word_xml.CONTENT_TYPES, *(name for name in package.roots if name != word_xml.CONTENT_TYPES)]
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            lxml.etree.cleanup_namespaces(package.roots[name], keep_ns_prefixes=_prefixes(package.roots[name]))
            content = lxml.etree.tostring(package.roots[name], xml_declaration=True, encoding="UTF-8", standalone=True)
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
        for name, content in package.others.items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _prefixes(root: Any) -> list[str]:
    """Prefixes that mc:Ignorable and mc:Choice name in words: they must stay declared."""
    named = {word for key, value in root.attrib.items() if key.endswith("}Ignorable") for word in str(value).split()}
    for choice in root.iter(word_xml.MC + "Choice"):
        named.update(re.split(r"\s+", choice.get("Requires") or ""))
    return sorted(named - {""})


def _schedule(hits: Sequence[word_texts.Hit]) -> tuple[marks.Withheld, ...]:
    return tuple(
        marks.Withheld(
            None,
            f"{hit.paragraph.place()}第{hit.start + 1}字起",
            hit.mark.ground,
            hit.mark.label,
            sum(not each.isspace() for each in hit.paragraph.text[hit.start : hit.end]),
        )
        for hit in hits
    )
