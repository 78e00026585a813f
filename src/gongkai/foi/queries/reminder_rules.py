"""Who is reminded of what: the rules in force for an agency, which are its own, those of an agency above, or ours."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongkai.foi.models.reminders import ReminderRule
from gongkai.orgs.models import Agency

MOST_DAYS = 30


@dataclass(frozen=True)
class Step:
    """A step somebody is reminded of: its name, words, article, and whether its days can be chosen."""

    name: str
    words: Any
    article: str = ""
    has_days: bool = False


@dataclass(frozen=True)
class Rule:
    """Who hears of a step, when (working days before it, or after the due day has passed), by which ways.

    The desk itself is always one of the ways. `agency_id` is whose rule it is, none for ours.
    """

    step: str
    days: int = 0
    tells_officer: bool = True
    tells_office: bool = True
    tells_above: bool = False
    by_email: bool = False
    by_sms: bool = False
    agency_id: int | None = None

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways outside of the desk."""
        return tuple(name for name, is_on in (("email", self.by_email), ("sms", self.by_sms)) if is_on)


STEPS = (
    Step("received", _("A new request came in")),
    Step("correction", _("Last chance to ask for a correction"), "第三十条", has_days=True),
    Step("due-first", _("Due soon, first reminder"), "第三十三条", has_days=True),
    Step("due-second", _("Due soon, second reminder"), "第三十三条", has_days=True),
    Step("due-last", _("Due today"), "第三十三条"),
    Step("late", _("The day has passed"), "第三十三条"),
    Step("late-first", _("Late, first escalation"), "第五十一条", has_days=True),
    Step("late-second", _("Late, second escalation"), "第五十一条", has_days=True),
    Step("late-third", _("Late, third escalation"), "第五十一条", has_days=True),
    Step("lapse", _("The applicant's time is over"), "第三十条"),
    Step("opinion", _("Others let their time pass"), "第三十二条"),
    Step("remedy", _("Our answer to a remedy is due"), "", has_days=True),
)
# What holds where nobody chose otherwise: the officer of everything, the office of what presses or is nobody's, the
# office above of what is late for long.
_OURS = (
    Rule("received", tells_officer=False),
    Rule("correction", 1),
    Rule("due-first", 5, tells_office=False),
    Rule("due-second", 2, by_email=True),
    Rule("due-last", by_email=True),
    Rule("late", by_email=True),
    Rule("late-first", 5, tells_above=True, by_email=True),
    Rule("late-second", 10, tells_above=True, by_email=True),
    Rule("late-third", 20, tells_above=True, by_email=True),
    Rule("lapse"),
    Rule("opinion"),
    Rule("remedy", 3, by_email=True),
)
OURS: Mapping[str, Rule] = {rule.step: rule for rule in _OURS}


@dataclass(frozen=True)
class Rules:
    """All rules that agencies have set; answers without a query."""

    own: Mapping[int, Mapping[str, Rule]]

    def of(self, agency: Agency) -> dict[str, Rule]:
        """The rules in force for an agency, by step: the nearest going up from it, else ours."""
        found = dict(OURS)
        for pk in agency.ancestor_ids:
            found |= self.own.get(pk, {})
        return found

    def above(self, agency: Agency) -> dict[str, Rule]:
        """The rules that would hold if the agency had none of its own."""
        return replace(self, own={pk: rules for pk, rules in self.own.items() if pk != agency.pk}).of(agency)


def load() -> Rules:
    """Every rule that was set. One query."""
    own: dict[int, dict[str, Rule]] = {}
    names = [name for name in Rule.__dataclass_fields__ if name != "agency_id"]
    for row in ReminderRule.objects.order_by("pk"):
        values = {name: getattr(row, name) for name in names}
        own.setdefault(row.agency_id, {})[row.step] = Rule(**values, agency_id=row.agency_id)
    return Rules(own)
