"""Setting who is reminded of what in an agency, or going back to the rules above it."""

import datetime
import itertools
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.events import actions as events
from gongkai.foi.actions import kinds, refusals
from gongkai.foi.actions.kinds import By
from gongkai.foi.models.reminders import ReminderRule
from gongkai.foi.queries import reminder_rules
from gongkai.foi.queries.reminder_rules import MOST_DAYS, Rule
from gongkai.orgs.models import Agency


@transaction.atomic
def set_rules(*, agency: Agency, rules: Sequence[Rule], by: By, at: datetime.datetime) -> int:
    """Set an agency's rules; what says the same as the rules above it is not kept as its own. Returns how many differ.

    Raises Because when a step tells nobody, the days are out of reach, or the steps of one kind are out of order.
    """
    wanted = {rule.step: rule for rule in rules if rule.step in reminder_rules.OURS}
    _check(wanted)
    above = reminder_rules.load().above(agency)
    own = [rule for rule in wanted.values() if _values(rule) != _values(above[rule.step])]
    ReminderRule.objects.filter(agency=agency).delete()
    ReminderRule.objects.bulk_create(
        ReminderRule(agency=agency, by=kinds.reference(by), at=at, step=rule.step, **_values(rule)) for rule in own
    )
    events.record(
        kinds.REMINDERS_SET,
        by=kinds.reference(by),
        about=agency.reference,
        at=at,
        agency_id=agency.pk,
        data={"count": len(own)},
    )
    return len(own)


def _values(rule: Rule) -> dict[str, int | bool]:
    return {name: value for name, value in vars(rule).items() if name not in {"step", "agency_id"}}


def _check(wanted: dict[str, Rule]) -> None:
    for step in reminder_rules.STEPS:
        rule = wanted.get(step.name)
        if rule is None:
            continue
        if not (rule.tells_officer or rule.tells_office or rule.tells_above):
            words = _("“%(step)s” must be told to somebody.")
            raise refusals.Because(words % {"step": step.words}, field=f"{step.name}-tells_officer")
        if step.has_days and not 0 < rule.days <= MOST_DAYS:
            words = _("The days lie between 1 and %(most)d.")
            raise refusals.Because(words % {"most": MOST_DAYS}, field=f"{step.name}-days")
    for names, sign in ((("due-first", "due-second"), 1), (("late-first", "late-second", "late-third"), -1)):
        days = [wanted[name].days * sign for name in names if name in wanted]
        if any(later >= earlier for earlier, later in itertools.pairwise(days)):
            raise refusals.Because(_("A later reminder must come later."), field=f"{names[1]}-days")
