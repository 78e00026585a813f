"""The words and shapes in which the desk tells how an item stands."""

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.catalog import pages as directory
from gongkai.catalog import queries as catalog
from gongkai.disclosures.models import Item, Revision
from gongkai.disclosures.queries import differences, review

State, Validity = Item.State, Item.Validity

LOOKS = {
    State.DRAFT: "draft",
    State.IN_REVIEW: "wait",
    State.RETURNED: "stop",
    State.CLEARED: "wait",
    State.SCHEDULED: "wait",
    State.PUBLISHED: "ok",
    State.WITHDRAWN: "off",
    State.DISCARDED: "off",
}
ENDED = {Validity.REPEALED, Validity.EXPIRED, Validity.VOID}


def stage(item: Item) -> str:
    """How the item stands, in words: its state, its end, the correction under way, the moment it goes public."""
    if item.state == State.PUBLISHED and item.amendment:
        return _("Published; correction: %(stage)s") % {"stage": State(item.amendment).label}
    if item.state == State.PUBLISHED and item.validity in ENDED:
        return str(Validity(item.validity).label)
    if item.state == State.SCHEDULED and item.publish_at:
        return _("Goes public %(moment)s") % {"moment": timezone.localtime(item.publish_at).strftime("%m-%d %H:%M")}
    waiting = review.open_step(item) if item.state == State.IN_REVIEW else None
    return waiting.step.words if waiting else str(State(item.state).label)


def look(item: Item) -> str:
    """The shape that goes with `stage`, a modifier of the class `tag`."""
    if item.state == State.PUBLISHED and item.validity in ENDED:
        return "off"
    return LOOKS[State(item.stage)]


def record(revision: Revision) -> list[tuple[str, str]]:
    """The fields of a text with their labels, coded ones in words. Asks for words only where one is borne."""
    found = {name: differences.shown(revision, name) for name, _label in differences.FIELDS}
    if revision.topic:
        found["topic"] = catalog.labels("topics").get(revision.topic, revision.topic)
    if revision.genre:
        found["genre"] = catalog.labels("genres").get(revision.genre, revision.genre)
    found["legal_item"] = str(directory.LEGAL_ITEMS.get(revision.legal_item, revision.legal_item))
    return [(str(label), found[name]) for name, label in differences.FIELDS]
