"""What stands with a person and has to go to somebody else when they leave: one shape for all apps."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Belonging:
    """One thing of a person's: its kind (see `gongkai.desk.queries.belongings`), its key there, and how it is told."""

    kind: str
    pk: int
    title: str
    agency: Any = ""
    url: str = ""

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.kind}-{self.pk}"
