"""The events requests record, each with the sentence that presents it. They carry numbers and codes, never names."""

from django.utils.translation import gettext_lazy as _

from gongkai.accounts.models import Person
from gongkai.events import actions as events

RECEIVED = events.declare("request.received", _("Entered the request {number} ({channel})"))
CONFIRMED = events.declare("request.confirmed", _("Confirmed the receipt of {number} on {on}"))
ASSIGNED = events.declare("request.assigned", _("Assigned {number} to {officer} {unit}"))
TRANSFERRED = events.declare("request.transferred", _("Handed {number} to {unit}: {reason}"))
SUPPLEMENTED = events.declare("request.supplemented", _("Took in a supplement to {number}"))
CORRECTION_ASKED = events.declare("request.correction-asked", _("Asked for a correction of {number} until {until}"))
CORRECTED = events.declare("request.corrected", _("Received the correction of {number}"))
REASONS_ASKED = events.declare("request.reasons-asked", _("Asked for the reasons behind {number} until {until}"))
REASONS_GIVEN = events.declare("request.reasons-given", _("Received the reasons behind {number}"))
DELAYED = events.declare("request.delayed", _("Set a delayed term for {number}: {until}"))
EXTENDED = events.declare("request.extended", _("Extended {number} by {working_days} working days to {due_on}"))
CONSULTED = events.declare("request.consulted", _("Asked for an opinion on {number} ({party})"))
REACHED = events.declare("request.opinion-reached", _("The letter about {number} reached them ({party})"))
REMINDED = events.declare("request.opinion-reminded", _("Reminded them of the opinion on {number} ({party})"))
OPINION = events.declare("request.opinion", _("Recorded the opinion on {number} ({party}): {opinion}"))
WEIGHED = events.declare("request.weighed", _("Weighed the objection to {number}: {weighing}"))
SEARCHED = events.declare("request.searched", _("Searched for {number}: {result}"))
FEE_NOTICED = events.declare("request.fee-noticed", _("Sent a fee notice for {number}: {amount_yuan} yuan"))
FEE_REACHED = events.declare("request.fee-reached", _("The fee notice for {number} arrived on {on}"))
FEE_PAID = events.declare("request.fee-paid", _("Recorded the payment for {number}: {amount_yuan} yuan"))
NOTED = events.declare("request.noted", _("Wrote a note on {number}"))
ATTACHED = events.declare("request.attached", _("Put {count} files with {number} ({file_kind})"))
RELEASED = events.declare("request.released", _("Released a file of {number} to the applicant"))
DOWNLOADED = events.declare("request.downloaded", _("A file of {number} was downloaded by the applicant"))
RELATED = events.declare("request.related", _("Related {number} to {other} ({relation})"))
LOOKED = events.declare("request.looked", _("Looked at the personal data of {number}: {why}"))
WISH_CHANGED = events.declare("request.wish-changed", _("Changed how the answer to {number} is wanted: {way}"))
CODE_RENEWED = events.declare("request.code-renewed", _("Gave {number} a new query code ({checked})"))
LETTER_DRAFTED = events.declare("letter.drafted", _("Drafted a letter for {number} ({letter_kind})"))
LETTER_REVISED = events.declare("letter.revised", _("Changed a letter for {number} ({letter_kind}, version {version})"))
LETTER_SUBMITTED = events.declare("letter.submitted", _("Submitted a letter for {number} ({letter_kind}) for review"))
LETTER_RECALLED = events.declare("letter.recalled", _("Took a letter for {number} ({letter_kind}) back from review"))
LETTER_DISCARDED = events.declare("letter.discarded", _("Discarded a letter for {number} ({letter_kind})"))
LETTER_CLEARED = events.declare("letter.cleared", _("Passed a letter for {number} ({letter_kind}, {step})"))
LETTER_RETURNED = events.declare("letter.returned", _("Returned a letter for {number} ({step}): {reason}"))
LETTER_ISSUED = events.declare("letter.issued", _("Issued {letter_number} for {number}"))
LETTER_FILED = events.declare("letter.filed", _("Filed the finished {letter_number}"))
DELIVERED = events.declare("letter.delivered", _("Delivery of {letter_number}: {step}, {on}"))
DECIDED = events.declare("request.decided", _("Decided {number}: {outcome}"))
CLOSED = events.declare("request.closed", _("Closed {number} without further handling: {outcome}"))
WITHDRAWN = events.declare("request.withdrawn", _("{number} was withdrawn by the applicant"))
REOPENED = events.declare("request.reopened", _("Reopened {number}: {reason}"))
VOIDED = events.declare("request.entry-voided", _("Voided an entry of {number} ({entry}): {reason}"))
REBUILT = events.declare("request.rebuilt", _("Rebuilt {number} from its ledger"))
PROPOSED = events.declare("request.proposed", _("Proposed the answer to {number} for publication"))
ERASED = events.declare("request.erased", _("Erased the personal data of {number}"))
REMEDY_OPENED = events.declare("remedy.opened", _("Entered a remedy against {number} ({remedy})"))
REMEDY_STEP = events.declare("remedy.step", _("Entered a step of the remedy against {number}"))
REMEDY_RESPONDED = events.declare("remedy.responded", _("Answered the remedy against {number} on {on}"))
REMEDY_DECIDED = events.declare("remedy.decided", _("The remedy against {number} ended: {result}"))
NOTICE_ENTERED = events.declare("calendar.entered", _("Entered the holidays of {year} ({number})"))
NOTICE_APPLIED = events.declare("calendar.applied", _("Applied the holidays of {year} ({number}); {moved} cases moved"))
NOTICE_DROPPED = events.declare("calendar.dropped", _("Dropped the holidays of {year} ({number})"))
TEMPLATE_SET = events.declare("letter-template.set", _("Set an own template for letters ({letter_kind})"))
TEMPLATE_RETIRED = events.declare("letter-template.retired", _("Went back to the shipped template ({letter_kind})"))
REMINDERS_SET = events.declare("reminders.set", _("Set who is reminded of what ({count} steps of its own)"))
REMINDER = events.declare("request.reminder", _("A step of {number} is due: {step}, {on}"))

By = Person | str


def reference(by: By) -> str:
    """How an event names the one who acted: a person, or a reference such as "applicant:12"."""
    return by if isinstance(by, str) else by.reference
