"""What can be done with an item next, by whom, and what cannot and why."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.accounts.queries import Access
from gongkai.core.permissions import Permission
from gongkai.disclosures.models import Item, Revision
from gongkai.disclosures.queries import coordination, review

State = Item.State


@dataclass(frozen=True)
class Step:
    """One act on offer: its name, words and address; `by_post` for a bare button; `why_not` when it cannot be done."""

    name: str
    words: str
    url: str
    by_post: bool = True
    look: str = ""
    why_not: str = ""


def offered(access: Access, item: Item, *, at: datetime.datetime, given: review.Known | None = None) -> list[Step]:
    """The steps of an item in the order of its journey. At most eight queries, three fewer with what is `given`."""
    stage = item.stage
    found = []
    if access.may(Permission.ITEM_DRAFT, item.agency):
        found += _writing(item, stage)
    found += _review(access, item, at=at, given=given)
    if access.may(Permission.ITEM_ISSUE, item.agency):
        found += _publishing(item, stage)
    if access.may(Permission.ITEM_WITHDRAW, item.agency) and item.state == State.PUBLISHED:
        found += _ending(item)
    return found


def _act(item: Item, name: str, words: str, *, look: str = "", why_not: str = "") -> Step:
    return Step(name, words, reverse("disclosures:act", args=[item.pk, name]), look=look, why_not=why_not)


def _page(item: Item, name: str, words: str, *, look: str = "") -> Step:
    return Step(name, words, reverse(f"disclosures:{name}", args=[item.pk]), by_post=False, look=look)


def _writing(item: Item, stage: str) -> list[Step]:
    found = []
    if stage in {State.DRAFT, State.RETURNED, State.CLEARED}:
        found.append(_page(item, "edit", _("Edit")))
    elif stage == State.PUBLISHED:
        found.append(_page(item, "edit", _("Correct")))
    if stage == State.DRAFT or (stage == State.RETURNED and not _was_decided(item)):
        found.append(_act(item, "submit", _("Submit for review"), look="main", why_not=_unfit(item)))
    elif stage == State.RETURNED:
        found.append(
            _act(
                item,
                "submit",
                _("Submit for review"),
                why_not=_("It was returned: change the text first, then submit it."),
            )
        )
    if stage == State.IN_REVIEW:
        found.append(_act(item, "recall", _("Take back")))
    if item.state == State.DISCARDED:
        found.append(_act(item, "restore", _("Take out of the bin"), look="main"))
    elif item.first_published_at is None and stage in {State.DRAFT, State.RETURNED, State.CLEARED}:
        found.append(_act(item, "discard", _("Discard"), look="quiet"))
    elif item.state == State.PUBLISHED and stage in {State.DRAFT, State.RETURNED, State.CLEARED}:
        found.append(_act(item, "abandon", _("Give up the correction"), look="quiet"))
    return found


def _was_decided(item: Item) -> bool:
    return item.revision is not None and item.revision.clearances.exists()


def _unfit(item: Item) -> str:
    revision = item.revision
    if revision is None or revision.column_id is None:
        return _("Choose a column first.")
    if not revision.body.strip() and not revision.attachments.exists():
        return _("There is neither text nor attachment.")
    return ""


def _review(access: Access, item: Item, *, at: datetime.datetime, given: review.Known | None) -> list[Step]:
    waiting = review.open_step(item)
    if waiting is None:
        return []
    found = []
    words = _("Review: %(step)s") % {"step": waiting.step.words}
    url = reverse("disclosures:review", args=[item.pk])
    seat = review.seat(access, item, waiting, at=at, given=given)
    if seat.may:
        if seat.on_behalf_of is not None:
            words = _("%(words)s (for %(name)s)") % {"words": words, "name": seat.on_behalf_of.name}
        found.append(Step("review", words, url, by_post=False, look="main"))
    elif seat.is_entitled:
        found.append(Step("review", words, url, by_post=False, why_not=seat.why_not))
    if waiting.step.submission.head_id == access.person.pk:
        found.append(_page(item, "force", _("Force the issue"), look="stop"))
    return found


def _publishing(item: Item, stage: str) -> list[Step]:
    if stage == State.CLEARED:
        assert item.revision is not None
        closed = item.revision.attribute != Revision.Attribute.OPEN
        why_not = _("Its attribute is not “public on our own motion”, so it cannot be published.") if closed else ""
        missing = [] if closed else coordination.open_agencies(item, item.revision)
        if missing:
            names = "、".join(each.short_name for each in missing)
            why_not = _("These agencies have not agreed to this very text yet: %(names)s.") % {"names": names}
        found = [_act(item, "publish", _("Publish"), look="seal", why_not=why_not)]
        return found if why_not else [*found, _page(item, "schedule", _("Schedule"))]
    if stage == State.SCHEDULED:
        return [_act(item, "unschedule", _("Take off the schedule"))]
    return []


def _ending(item: Item) -> list[Step]:
    found = []
    if item.validity:
        found.append(_page(item, "standing", _("Repeal, expire or amend")))
    found.append(_page(item, "withdraw", _("Withdraw"), look="stop"))
    return found
