"""The occasion on which a text is written: who writes, on which day, and with which dice."""

import collections
import datetime
import random
from dataclasses import dataclass, field

from gongkai.config.demo.city import Office, Subject
from gongkai.config.demo.paper import chinese_day


class Numbers:
    """Gives out document numbers: a series for each sign and year, as an office's register does."""

    def __init__(self) -> None:
        self._last: collections.Counter[tuple[str, int]] = collections.Counter()

    def next(self, sign: str, year: int) -> str:
        """The next number, such as 云政办发〔2026〕41号."""
        self._last[sign, year] += 1
        return f"{sign}〔{year}〕{self._last[sign, year]}号"


@dataclass(frozen=True)
class Scene:
    """Who writes when. `subject` is given where the text is about one of the city's matters."""

    office: Office
    day: datetime.date
    rnd: random.Random
    numbers: Numbers = field(default_factory=Numbers)
    subject: Subject | None = None

    @property
    def date(self) -> str:
        """The day in words."""
        return chinese_day(self.day)

    @property
    def year(self) -> int:
        """The year of the day."""
        return self.day.year

    @property
    def name(self) -> str:
        """The writer's full name."""
        return self.office.name

    @property
    def area(self) -> str:
        """The writer's place."""
        return self.office.area

    def matter(self) -> Subject:
        """The matter, where one must be given. Raises LookupError when the planner forgot it."""
        if self.subject is None:
            raise LookupError(self.office.key)
        return self.subject

    def doc_no(self, suffix: str = "") -> str:
        """The writer's next document number; the suffix makes another series: 发, 规, 函, 公."""
        sign = self.office.sign
        if not suffix and (sign.endswith(("政", "政办"))):
            suffix = "发"
        return self.numbers.next(sign + suffix, self.year)

    def after(self, days: int) -> datetime.date:
        """A day later on."""
        return self.day + datetime.timedelta(days=days)

    def pick(self, *choices: str) -> str:
        """One of some wordings."""
        return self.rnd.choice(choices)
