"""The guided tour of the desk for newcomers: its steps, who is shown which, and how far somebody is."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongkai.accounts.models import Person
from gongkai.core.permissions import Access
from gongkai.core.permissions import Permission as P
from gongkai.desk.models import Visited
from gongkai.rules import articles


@dataclass(frozen=True)
class Step:
    """One stop: what to look at there, the page itself, how many minutes, and why it is so (a topic of the law)."""

    id: str
    title: Any
    words: Any
    url_name: str
    minutes: int
    topic: str = ""
    permissions: tuple[P, ...] = ()


STEPS = (
    Step(
        "today",
        _("Today: what waits for you"),
        _("Begin each day here. The most urgent thing stands on top, with its last day and the reason."),
        "desk:home",
        1,
    ),
    Step(
        "publish",
        _("Publish a file in three minutes"),
        _("Drop a Word or PDF file; the fields are filled from it. Look at what is marked, add the rest, hand it in."),
        "disclosures:quick",
        2,
        "publication-term",
        (P.ITEM_DRAFT,),
    ),
    Step(
        "items",
        _("Your agency's items"),
        _("Open a returned text: the marked passages tell what to mend. Save views that you use often."),
        "disclosures:list",
        1,
        "attribute",
        (P.ITEM_VIEW,),
    ),
    Step(
        "review",
        _("Review: read what changed, then decide"),
        _("Only the differences are shown. Pass, or return with the passages marked. Nobody reviews their own text."),
        "disclosures:queue",
        1,
        "secrecy",
        (P.ITEM_REVIEW, P.ITEM_SECRECY, P.ITEM_ISSUE),
    ),
    Step(
        "others",
        _("Texts that concern other agencies"),
        _("Ask them from the page of the item; answer what they ask you here. An open question keeps a text back."),
        "disclosures:questions",
        1,
        "coordination",
        (P.ITEM_DRAFT, P.ITEM_OPINE, P.ITEM_RULE),
    ),
    Step(
        "duties",
        _("What your agency owes the public"),
        _("Blank and stale columns, entries of the basic directory without items, the yearly check of the guide."),
        "disclosures:duties",
        1,
        "basic-directory",
        (P.ITEM_VIEW,),
    ),
    Step(
        "requests",
        _("Requests and their clocks"),
        _("Every case shows its last day and how it was reckoned. The next act is the button on top."),
        "foi:list",
        1,
        "request-term",
        (P.REQUEST_VIEW,),
    ),
    Step(
        "activities",
        _("What happens away from the screen"),
        _("Meetings, trainings, open days: three fields and a photo now save a search in January."),
        "activities:list",
        1,
        "annual-report",
        (P.ACTIVITY_RECORD,),
    ),
    Step(
        "figures",
        _("Figures open onto their records"),
        _("Click any number of the form: you see exactly the records it was counted from."),
        "statistics:form",
        1,
        "annual-report",
        (P.FIGURE_VIEW,),
    ),
    Step(
        "away",
        _("When you are away"),
        _("Name who stands in for your review steps. Press ? on any page to see the keys."),
        "disclosures:absences",
        1,
    ),
)


@dataclass(frozen=True)
class Stop:
    """A step as somebody sees it: done or not, with its article where it has one."""

    step: Step
    is_done: bool
    why: articles.Topic | None


def steps(access: Access) -> list[Step]:
    """The steps a person is shown: those whose pages they may open. No query."""
    return [each for each in STEPS if not each.permissions or any(access.anywhere(one) for one in each.permissions)]


def stops(access: Access, person: Person) -> list[Stop]:
    """The steps with how far the person is. One query."""
    done = set(Visited.objects.filter(person=person).values_list("step", flat=True))
    return [Stop(each, each.id in done, articles.topic(each.topic) if each.topic else None) for each in steps(access)]
