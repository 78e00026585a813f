"""The catalogues of words: collecting ids from code and templates, compiling, and finding what is not translated.

Ids are English and stand in the code; `locale/zh_Hans/LC_MESSAGES/django.po` of each app holds the Chinese.
`python -m gongkai.config.translations compile | update | missing`. Needs no GNU gettext.
"""

import io
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages import extract, mofile, pofile
from babel.messages.catalog import Catalog, Message
from django.conf import settings
from django.utils.translation.template import templatize

from gongkai.language import editions
from gongkai.rules import vocabularies

PACKAGE = Path(__file__).resolve().parents[1]
LANGUAGE = "zh_Hans"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT = "# The words of this app in Simplified Chinese. New ones are collected by bin/messages."
INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@dataclass(frozen=True)
class Word:
    """One id as the code asks for it, with the place that does."""

    id: str
    plural: str
    context: str
    place: str

    @property
    def key(self) -> tuple[str, str]:
        """What tells two words apart."""
        return self.id, self.context


def apps() -> list[Path]:
    """The folders of the apps that may hold words, in the order of the alphabet."""
    return sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))


def catalogue(app: Path) -> Path:
    """Where an app's words are translated; those of packages that are no Django app are translated in core."""
    owner = app if (app / "apps.py").exists() else PACKAGE / "core"
    return owner / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def words(app: Path) -> Iterator[Word]:
    """Every word that an app's code and templates ask for."""
    for path in sorted([*app.rglob("*.py"), *app.rglob("*.html"), *app.rglob("*.txt")]):
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            if "templates" not in path.parts or "{%" not in text:
                continue
            # What is left of a template is read as Python, to which its indentation means nothing.
            text = INDENTATION.sub("", templatize(text, origin=str(path)))
        elif "migrations" in path.parts:
            continue
        place = path.relative_to(PACKAGE).as_posix()
        for line, ids, _comments, context in extract.extract("python", io.BytesIO(text.encode()), KEYWORDS):
            single, plural = ids[:2] if isinstance(ids, tuple) else (ids, "")
            if single:
                yield Word(single, plural, context or "", f"{place}:{line}")


def read(path: Path) -> Catalog:
    """Read a catalogue; a missing one is empty."""
    if not path.exists():
        return Catalog(LANGUAGE, project="Gongkai", version="", header_comment=COMMENT, fuzzy=False)
    with path.open("rb") as file:
        return pofile.read_po(file, locale=LANGUAGE)


def write(path: Path, catalog: Catalog) -> None:
    """Write a catalogue, without line numbers, which would change with every line of code."""
    written = io.BytesIO()
    pofile.write_po(written, catalog, width=0, no_location=True)
    _write(path, written.getvalue())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(path)


def compile_all() -> int:
    """Compile every catalogue that is newer than its compiled form. Returns how many were compiled."""
    count = 0
    for source in sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        compiled = io.BytesIO()
        mofile.write_mo(compiled, read(source))
        _write(target, compiled.getvalue())
        count += 1
    return count


def update_all() -> int:
    """Add to each app's catalogue the words it lacks, with nothing as translation. Returns how many were added."""
    added = 0
    known = set(translated())
    for app in apps():
        path = catalogue(app)
        catalog = read(path)
        new = {word.key: word for word in words(app) if word.key not in known and not _get(catalog, word)}
        for word in new.values():
            ids = (word.id, word.plural) if word.plural else word.id
            catalog.add(ids, context=word.context or None)
        if new:
            write(path, catalog)
            print(f"{path.relative_to(PACKAGE)}: {len(new)} to translate")
        added += len(new)
    return added


def _get(catalog: Catalog, word: Word) -> Message | None:
    return catalog.get(word.id, word.context or None)


def _string(message: Message) -> str:
    text = message.string[0] if isinstance(message.string, tuple | list) else message.string
    return str(text or "")


def translated() -> Iterator[tuple[str, str]]:
    """Ids and contexts of every word that some catalogue translates."""
    for path in PACKAGE.glob(f"*/locale/{LANGUAGE}/LC_MESSAGES/django.po"):
        for message in read(path):
            if message.id and _string(message):
                single = message.id[0] if isinstance(message.id, tuple | list) else message.id
                yield single, message.context or ""


def phrasebook() -> editions.Phrasebook:
    """What the public pages say, from Chinese back to English; where several say the same, the portal's word counts.

    What a document is called comes before any message: 意见 is a genre here, and a remark only in the desk.
    """
    genres = [(each.code.replace("-", " ").capitalize(), each.label) for each in vocabularies.named("genres").terms]
    found = []
    for path in sorted(PACKAGE.glob(f"*/locale/{LANGUAGE}/LC_MESSAGES/django.po")):
        for message in read(path):
            if message.id and _string(message):
                # Of a word and its plural the plural; a name in the code begins small, what a reader sees does not.
                english = message.id[-1] if isinstance(message.id, tuple | list) else message.id
                weight = (message.context != "portal", path.parents[2].name != "portal", not english[:1].isupper())
                found.append((weight, english, _string(message)))
    found.sort(key=lambda each: each[0])
    return editions.Phrasebook.of([*genres, *((english, chinese) for _weight, english, chinese in found)])


def missing() -> list[Word]:
    """The words that no catalogue translates, each once."""
    known = set(translated())
    found = {word.key: word for app in apps() for word in words(app) if word.key not in known}
    return list(found.values())


def mistaken() -> list[str]:
    """Translations whose placeholders are not those of their id: they would break the sentence."""
    faults = []
    for path in sorted(PACKAGE.glob(f"*/locale/{LANGUAGE}/LC_MESSAGES/django.po")):
        for message in read(path):
            ids = message.id if isinstance(message.id, tuple | list) else [message.id]
            wanted = {mark for each in ids for mark in PLACEHOLDER.findall(each)}
            if message.id and _string(message) and set(PLACEHOLDER.findall(_string(message))) - wanted:
                faults.append(f"{path.parts[-5]}: {ids[0]}")
    return faults


def main(argv: list[str]) -> int:
    """Run one of the three; exit code 1 when words are missing, 2 on wrong usage."""
    if argv not in (["compile"], ["update"], ["missing"]):
        print(__doc__, file=sys.stderr)
        return 2
    settings.configure(USE_I18N=True)
    if argv == ["compile"]:
        compile_all()
        return 0
    if argv == ["update"]:
        update_all()
        return 0
    left = missing()
    for word in left:
        print(f"not translated: {word.id!r} ({word.place})")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
