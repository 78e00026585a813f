"""What every connector to a service keeps: what it is given, what it answers, and how it says that something failed.

A connector goes one step at a time and remembers nothing: `post` gets what earlier steps left in `progress` and answers
with a Step, whose progress the caller keeps before it asks again. So a process may die between any two steps and
nothing is posted twice that the service itself would not post twice.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Protocol

State = Literal["going-on", "waiting", "posted"]


@dataclasses.dataclass(frozen=True)
class Article:
    """A public item as a service gets it. `body` is cleaned html, `address` its public page."""

    title: str
    summary: str
    body: str
    author: str
    address: str


@dataclasses.dataclass(frozen=True)
class Credential:
    """One thing a service wants to know before it lets us in; `is_long` is a text of several lines."""

    name: str
    label: Any
    help: Any = ""
    is_long: bool = False


@dataclasses.dataclass(frozen=True)
class Step:
    """What one step brought. "going-on": call again at once; "waiting": call again after `seconds`; "posted": done.

    `progress` is what the next step needs, `address` where readers find the post (empty where there is none).
    """

    state: State
    progress: Mapping[str, str] = dataclasses.field(default_factory=dict)
    address: str = ""
    seconds: int = 0


class Trouble(Exception):
    """A step failed. `reason` says why in words for the desk and holds no credential.

    `is_fresh` says that what was begun is lost: the next try begins anew.
    """

    def __init__(self, reason: str, *, is_fresh: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.is_fresh = reason[:300], is_fresh


class NotNow(Trouble):
    """The service is busy, out of reach or has had enough of us; `seconds` is how long to wait at least."""

    def __init__(self, reason: str, *, seconds: int = 60) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Refused(Trouble):
    """The service will not, and asking again brings nothing until a person has changed something."""


class Connector(Protocol):
    """A service that carries items. Made with the credentials of one account."""

    code: ClassVar[str]
    label: ClassVar[Any]
    # The channel it posts to by itself; empty where the office chooses.
    channel: ClassVar[str]
    credentials: ClassVar[tuple[Credential, ...]]
    # Whether the service lets us take a post back.
    can_delete: ClassVar[bool]

    def __init__(self, given: Mapping[str, str]) -> None: ...

    def post(self, article: Article, progress: Mapping[str, str]) -> Step:
        """Go one step. Raises NotNow, Refused."""

    def is_begun(self, progress: Mapping[str, str]) -> bool:
        """Whether something of it is out there, or will come out without us."""

    def delete(self, progress: Mapping[str, str]) -> None:
        """Take a post back; nothing happens when it is gone already. Raises NotNow, Refused."""


def cut(text: str, most: int) -> str:
    """A text of at most so many characters, with an ellipsis where it was longer."""
    return text if len(text) <= most else text[: most - 1] + "…"
