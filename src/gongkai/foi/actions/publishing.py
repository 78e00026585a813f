"""From an answer to a public item: cleared of personal data, linked both ways, through the same review as any item."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.catalog.models import Column
from gongkai.disclosures.actions import drafting
from gongkai.disclosures.models import Item
from gongkai.foi.actions import handling, kinds, ledger, refusals
from gongkai.foi.models.cases import Applicant, InfoRequest
from gongkai.foi.models.handling import Relation
from gongkai.language import personal_data

State = InfoRequest.State
GIVEN = frozenset({"DISCLOSED", "PARTIAL", "DISCLOSED_ALREADY"})


@transaction.atomic
def propose_publication(
    *,
    info_request: InfoRequest,
    title: str,
    body: str,
    column: Column | None,
    by: Person,
    at: datetime.datetime,
    attachments: Sequence[drafting.AttachmentContent] = (),
) -> Item:
    """Draft a public item from an answer that gave something; it then walks the review of every item.

    Raises WrongState, Because when nothing was given or it was proposed before, PersonalData with what is left in
    title and text (the applicant's own name and numbers among it), and what `disclosures.actions.drafting` raises.
    """
    book = ledger.open_book(info_request, State.DECIDED, State.CLOSED, by=by, at=at)
    if book.row.outcome not in GIVEN:
        raise refusals.Because(_("Only what was given to an applicant can become a public item."))
    if book.row.relations.filter(kind=Relation.Kind.PUBLISHED_AS).exists():
        raise refusals.Because(_("The answer has been proposed for publication already."))
    found = left(title + "\n" + body, book.row.applicant)
    if found:
        raise refusals.PersonalData(tuple(found))
    content = drafting.Content(
        title=title,
        body=body,
        column=column,
        source=book.row.agency.name,
        attachments=tuple(attachments),
    )
    item = drafting.draft(agency=book.row.agency, by=by, content=content, at=at)
    Relation.objects.create(
        info_request=book.row, kind=Relation.Kind.PUBLISHED_AS, item=item, by=kinds.reference(by), at=at
    )
    handling.record(kinds.PROPOSED, book.row, by, at, item=item.pk)
    return item


def left(text: str, applicant: Applicant) -> list[str]:
    """Personal data in a text, in words: found by form, and what we know of the applicant."""
    found = [finding.label for finding in personal_data.find(text) if finding.severity == "block"]
    known = (applicant.name, applicant.identity, applicant.phone, applicant.email, applicant.agent)
    if any(len(each) > 1 and each in text for each in known):
        found.append(_("the applicant"))
    return list(dict.fromkeys(found))
