"""Why the desk asks for something: the number of the article, and our own short words about it."""

import dataclasses
import functools
from typing import Any

from gongkai.rules import datafiles

_NAME = "articles.yaml"


class NoTopic(LookupError):
    """Nothing is explained under this name."""


@dataclasses.dataclass(frozen=True, slots=True)
class Topic:
    """One thing explained: the articles it rests on, and what they ask in short words that are not theirs."""

    id: str
    title: str
    articles: str
    words: str
    source: str


def topic(id: str) -> Topic:
    """One topic. Raises NoTopic."""
    found = next((each for each in topics() if each.id == id), None)
    if found is None:
        raise NoTopic(id)
    return found


@functools.cache
def topics() -> tuple[Topic, ...]:
    """All topics, in the order in which a newcomer reads them."""
    return parse(datafiles.read(_NAME, "topics"))


def parse(raw: dict[str, Any]) -> tuple[Topic, ...]:
    """Check and build the topics from the content of their file. Raises DataFault."""
    shape: datafiles.Shape = dict.fromkeys(("id", "title", "articles", "words", "source"), str)
    found = tuple(Topic(**datafiles.checked(each, _NAME, required=shape)) for each in raw["topics"])
    datafiles.unique((each.id for each in found), _NAME)
    if faulty := [each.id for each in found if not 20 <= len(each.words) <= 160]:
        raise datafiles.DataFault(f"{_NAME}: the words of {faulty[0]} are too short or too long")
    return found
