"""What is to be withheld and why (marks), what was withheld (schedule), and what a second look found (proof)."""

import dataclasses
from collections.abc import Iterable


@dataclasses.dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a pdf page, in points from the top left corner of the page as it is shown; pages from 1.

    `ground` is the code of the reason; `label` is printed on the box instead of the code, when given.
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    ground: str
    label: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Quote:
    """Words withheld wherever they stand, also over line ends, in other width or case."""

    text: str
    ground: str
    label: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Passage:
    """One place of a docx: characters `start:end` of a paragraph as `word_texts.paragraphs` gives them."""

    part: str
    paragraph: int
    start: int
    end: int
    ground: str
    label: str = ""


Mark = Area | Quote | Passage


@dataclasses.dataclass(frozen=True, slots=True)
class Withheld:
    """One line of the schedule; it never says what was withheld.

    `characters` is None where an area of a picture was withheld, of which no text is known.
    """

    page: int | None
    place: str
    ground: str
    label: str
    characters: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Remain:
    """Something marked that is still there: how it was found and where, never what it is."""

    how: str
    where: str
    ground: str


@dataclasses.dataclass(frozen=True, slots=True)
class Proof:
    """The result of the second pass over a released file.

    `remains` must be empty for a release; `elsewhere` is text of a marked area that stands in another place too,
    for a person to judge; `ways` says by which ways was looked, `doubts` what could not be looked through.
    """

    remains: tuple[Remain, ...]
    elsewhere: tuple[Remain, ...]
    ways: tuple[str, ...]
    doubts: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.remains


@dataclasses.dataclass(frozen=True, slots=True)
class Redacted:
    """A file fit for release, with its schedule and proof.

    `removed` says in a clerk's words what else was taken out (comments, properties, …); `is_recognised` whether the
    text of marked pages was recognised again, so that they can be searched and read aloud.
    """

    data: bytes
    schedule: tuple[Withheld, ...]
    proof: Proof
    removed: tuple[str, ...] = ()
    is_recognised: bool = False


class WrongMark(ValueError):
    """A mark that fits no place of the file; `number` is its place in the list, from 1."""

    def __init__(self, number: int, reason: str) -> None:
        self.number = number
        self.reason = reason
        super().__init__(f"第 {number} 个标记{reason}")


class NotRemoved(Exception):
    """The second pass found something left: the file must not be released. `proof` says where."""

    def __init__(self, proof: Proof) -> None:
        self.proof = proof
        places = "、".join(dict.fromkeys(f"{each.where}（{each.how}）" for each in proof.remains))
        super().__init__(f"复查发现仍有应当遮盖的内容：{places}，文件没有生成，请补充标记后重做")


def quotes(given: Iterable[Mark]) -> list[Quote]:
    return [each for each in given if isinstance(each, Quote)]
