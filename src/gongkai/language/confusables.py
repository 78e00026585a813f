"""Wrong words in Chinese texts (按排 for 安排), found by a list of forms that are never right where they stand."""

import dataclasses
import functools
import pathlib
import re

_FILE = pathlib.Path(__file__).parent / "data" / "confusables.txt"


@dataclasses.dataclass(frozen=True, slots=True)
class Confusable:
    """One wrong word: `text[start:end]` should read `right`."""

    start: int
    end: int
    wrong: str
    right: str


def find(text: str) -> list[Confusable]:
    """Every wrong word of the list in a simplified Chinese text, in order."""
    forms, rights = _loaded()
    return [Confusable(*match.span(), match[0], rights[match[0]]) for match in forms.finditer(text)]


@functools.cache
def _loaded() -> tuple[re.Pattern[str], dict[str, str]]:
    forms, rights = [], {}
    for line in _FILE.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        wrong, right, before, after = (*line.split("\t"), "", "")[:4]
        rights[wrong] = right
        forms.append((f"(?<![{before}])" if before else "") + wrong + (f"(?![{after}])" if after else ""))
    # Longest first: 截止到目前 before 截止目前. The first character of every form leads, so that the search is quick.
    forms.sort(key=len, reverse=True)
    starts = "".join(sorted({wrong[0] for wrong in rights}))
    return re.compile(f"(?=[{starts}])(?:{'|'.join(forms)})"), rights
