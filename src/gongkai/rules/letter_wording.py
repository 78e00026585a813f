"""What each letter of a request says, paragraph by paragraph, with fields to be filled."""

import dataclasses
import functools
import re
from typing import Any

from gongkai.rules import datafiles, letters

_NAME = "letter-wording.yaml"
_LOOKS = frozenset({"body", "heading", "plain", "box", "page", "title"})
_FIELD = re.compile(r"\{\{ (\w+) \}\}")


@dataclasses.dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with `{{ fields }}`; left out without the field `when`. `look` as in the data file."""

    text: str
    when: str = ""
    look: str = "body"

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in it."""
        return tuple(_FIELD.findall(self.text))


def wording(kind: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a kind of letter (rules.letters). Raises ValueError for an unknown one."""
    letters.letter(kind)
    return tuple(_paragraph(each, kind) for each in _raw()["letters"][kind])


def addressee(kind: str) -> str:
    """To whom a kind of letter is written, as a field; empty for a paper that stays in the house."""
    return str(_raw()["addressees"][letters.letter(kind).to])


def known_fields(kind: str) -> dict[str, str]:
    """Every field a template of this kind may use, with its label. Raises ValueError for an unknown kind."""
    found = letters.letter(kind)
    given = {each.id: each.label for outcome in ("", *found.by_outcome) for each in found.required(outcome)}
    # Also where the law wants no remedy paragraph the field may stand; it stays empty.
    return {**given, "remedy": "救济途径和期限", **_raw()["fields"]}


def _paragraph(raw: Any, kind: str) -> Paragraph:
    where = f"{_NAME} {kind}"
    if isinstance(raw, str) and raw.startswith("="):
        raw = _raw()["shared"][raw[1:]]
    if isinstance(raw, str):
        return Paragraph(raw)
    each = datafiles.checked(raw, where, required={"text": str}, optional={"when": str, "look": str})
    made = Paragraph(each["text"], each.get("when", ""), each.get("look", "body"))
    if made.look not in _LOOKS:
        raise datafiles.DataFault(f"{where}: there is no look {made.look}")
    return made


@functools.cache
def _raw() -> dict[str, Any]:
    raw = datafiles.read(_NAME, "fields", "shared", "addressees", "letters")
    if set(raw["letters"]) != {each.id for each in letters.letters()}:
        raise datafiles.DataFault(f"{_NAME}: every letter has its wording, and no other")
    return raw
