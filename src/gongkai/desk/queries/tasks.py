"""One thing to do, as the worklist tells it."""

import datetime
from dataclasses import dataclass

from gongkai.disclosures.queries.desk import Duty


@dataclass(frozen=True)
class Task:
    """One thing to do: when, what, why, and the one next step. `left` counts working days where no duty does."""

    title: str
    url: str
    why: str
    do: str
    do_url: str
    day: datetime.date | None = None
    when: str = ""
    when_note: str = ""
    duty: Duty | None = None
    left: int | None = None
    is_due: bool = False
    facts: tuple[str, ...] = ()
    quote: str = ""
    # Why it is asked for: a topic of `rules.articles`.
    topic: str = ""
