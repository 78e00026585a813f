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
