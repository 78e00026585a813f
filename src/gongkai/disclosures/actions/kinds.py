"""The events items record, each with the sentence that presents it."""

from django.utils.translation import gettext_lazy as _

from gongkai.accounts.models import Person
from gongkai.events import actions as events

DRAFTED = events.declare("item.drafted", _("Drafted “{title}”"))
REVISED = events.declare("item.revised", _("Changed the text of “{title}” (revision {number})"))
SUBMITTED = events.declare("item.submitted", _("Submitted “{title}” for review"))
RECALLED = events.declare("item.recalled", _("Took “{title}” back from review"))
CLEARED = events.declare("item.cleared", _("Passed “{title}” ({step})"))
RETURNED = events.declare("item.returned", _("Returned “{title}” ({step}): {reason}"))
FORCED = events.declare("item.forced", _("Forced the issue of “{title}”: {reason}"))
REMARKED = events.declare("item.remarked", _("Remarked on “{title}”: {text}"))
PAGE_READ = events.declare("item.page-read", _("Read “{file}” of “{title}”, page {page}"))
OVERDUE = events.declare("item.step-overdue", _("“{title}” is past the term of its step ({step})"))
DISMISSED_FINDING = events.declare("item.finding-dismissed", _("Let a finding in “{title}” stand: {reason}"))
MASKED = events.declare("item.masked", _("Masked {label} in “{title}”"))
ORIGINAL_OPENED = events.declare("item.original-opened", _("Opened the sealed original of “{title}”"))
CHAIN_SET = events.declare("chain.set", _("Set the chain of review “{name}”"))
CHAIN_ENDED = events.declare("chain.ended", _("Ended the chain of review “{name}”"))
AWAY = events.declare("person.away", _("{substitute} stands in for {person} from {since} until {until}"))
BACK = events.declare("person.back", _("{person} is back; {substitute} no longer stands in"))
WORDS_KEPT = events.declare("words.kept", _("Changed the word lists of {agency}"))
SCHEDULED = events.declare("item.scheduled", _("Scheduled “{title}” for {publish_at}"))
UNSCHEDULED = events.declare("item.unscheduled", _("Took “{title}” off the schedule"))
PUBLISHED = events.declare("item.published", _("Published “{title}” as {index_no}"))
VALIDITY = events.declare("item.validity", _("Changed the standing of “{title}”: {reason}"))
ACTED = events.declare("item.acted", _("By “{title}”: {what} “{other}”"))
INTERPRETS = events.declare("item.interprets", _("“{title}” explains “{other}” ({what})"))
INTERPRETED = events.declare("item.interpreted", _("“{title}” is explained by “{other}” ({what})"))
INTERPRETS_NO_MORE = events.declare("item.interprets-no-more", _("“{title}” no longer explains “{other}”"))
INTERPRETED_NO_MORE = events.declare("item.interpreted-no-more", _("“{title}” is no longer explained by “{other}”"))
EXEMPTED = events.declare("item.exempted", _("“{title}” needs no interpretation: {reason}"))
OWES_AGAIN = events.declare("item.owes-again", _("“{title}” needs an interpretation after all"))
CLEANUP_BEGUN = events.declare("cleanup.begun", _("Began the clean-up “{title}”: {count} documents"))
CLEANUP_PROLONGED = events.declare("cleanup.prolonged", _("Moved the last day of “{title}” to {due_on}"))
JUDGED = events.declare("cleanup.judged", _("“{document}” in “{title}”: {verdict}. {reason}"))
CARRIED_OUT = events.declare("cleanup.carried-out", _("Carried out {count} verdicts of “{title}”"))
CLEANUP_CLOSED = events.declare("cleanup.closed", _("Closed the clean-up “{title}” and published its results"))
POLICY_OPENED = events.declare("policy.opened", _("Opened the policy file “{title}”"))
POLICY_NAMED = events.declare("policy.named", _("“{title}” became the document “{document}”"))
POLICY_STEP = events.declare("policy.step", _("“{title}”: {step} on {on}"))
POLICY_STEP_REMOVED = events.declare("policy.step-removed", _("Took a step out of “{title}”: {step} on {on}"))
ASKED = events.declare("item.asked", _("Asked {agency} about “{title}”, until {due_on}"))
OPINED = events.declare("item.opined", _("{agency} on “{title}”: {opinion}. {text}"))
SILENT = events.declare("item.silent", _("{agency} did not answer about “{title}” within its term"))
REMINDED = events.declare("item.answer-due", _("{agency} is to answer about “{title}” by {due_on}"))
RULED = events.declare("item.ruled", _("{superior} decided about “{title}” and {agency}: {verdict}. {reason}"))
HASTENED = events.declare(
    "item.hastened", _("“{title}” goes out before all agencies have answered: {ground}. {reason}")
)
PASSED_ON = events.declare("item.passed-on", _("“{title}” is looked after by {name} from now on"))
WITHDRAWN = events.declare("item.withdrawn", _("Withdrew “{title}”: {reason}"))
DISCARDED = events.declare("item.discarded", _("Discarded the draft “{title}”"))
RESTORED = events.declare("item.restored", _("Restored the draft “{title}”"))
REBUILT = events.declare("item.rebuilt", _("Rebuilt “{title}” from its history"))
IMPORT_STARTED = events.declare("import.started", _("Began to import {source}"))
IMPORT_FINISHED = events.declare("import.finished", _("Imported {imported} of {read} from {source}"))
IMPORT_FAILED = events.declare("import.failed", _("The import of {source} stopped: {reason}"))
IMPORT_UNDONE = events.declare("import.undone", _("Undid the import of {source}: {count} drafts discarded"))

By = Person | str


def reference(by: By) -> str:
    """How an event names the one who acted: a person, or a reference such as "system:tick"."""
    return by if isinstance(by, str) else by.reference
