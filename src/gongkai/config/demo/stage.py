"""What the demo builds on while it is built: agencies, columns, people and duties by their keys, and the time."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

from gongkai.accounts.models import Person
from gongkai.catalog.models import Column, Obligation
from gongkai.config.demo.attaching import Bench
from gongkai.config.demo.schedule import Window
from gongkai.orgs.models import Agency
from gongkai.rules import vocabularies

OPERATOR = "system:demo"


@dataclass
class Stage:
    """Filled by `opening` and by the acts of the three years; read by whoever writes items."""

    now: datetime.datetime
    span: Window
    agencies: dict[str, Agency] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    duties: dict[tuple[str, str], Obligation] = field(default_factory=dict)
    bench: Bench = field(default_factory=Bench)

    def refresh_agencies(self) -> None:
        """Read the agencies anew after an act that changed several."""
        fresh = Agency.objects.in_bulk([each.pk for each in self.agencies.values()])
        self.agencies = {key: fresh[each.pk] for key, each in self.agencies.items()}


def moment(day: datetime.date, hour: int, minute: int = 0) -> datetime.datetime:
    """A moment of a day where the office stands."""
    return datetime.datetime.combine(day, datetime.time(hour, minute), tzinfo=timezone.get_default_timezone())


def topic_code(label: str) -> str:
    """The code of a topic by its label. Raises LookupError for one the vocabulary lacks."""
    return _code("topics", label)


def genre_code(label: str) -> str:
    """The code of a genre by its label. Raises LookupError for one the vocabulary lacks."""
    return _code("genres", label)


def _code(vocabulary: str, label: str) -> str:
    if (vocabulary, label) not in _codes:
        term = vocabularies.named(vocabulary).find(label)
        if term is None:
            raise LookupError(vocabulary, label)
        _codes[vocabulary, label] = term.code
    return _codes[vocabulary, label]


_codes: dict[tuple[str, str], str] = {}
