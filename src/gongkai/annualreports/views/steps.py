"""The steps a person may take with a report on its way: words, actions, and who may take each when."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from gongkai.accounts.queries import Access
from gongkai.annualreports.actions import filing, signing
from gongkai.annualreports.models.filing import Filing, Step
from gongkai.annualreports.models.reports import Report
from gongkai.annualreports.queries import courses
from gongkai.annualreports.queries.courses import Course
from gongkai.core.permissions import Permission

P = Permission
Stage = Filing.Stage


@dataclass(frozen=True)
class Act:
    """One step a person may take: its page, words, and the action behind it. `above`: the superior takes it."""

    name: str
    words: Any
    lede: Any
    told: Any
    action: Callable[..., Filing]
    stages: tuple[str, ...]
    permissions: tuple[Permission, ...]
    above: bool = False
    look: str = "main"
    needs_reason: bool = False
    not_hands: tuple[str, ...] = ()


ACTS = {
    each.name: each
    for each in (
        Act(
            "send",
            gettext_lazy("Send to review"),
            gettext_lazy("Text and figures are frozen as they are; nothing changes until they come back."),
            gettext_lazy("Sent to review."),
            signing.send,
            (Stage.DRAFT, Stage.RETURNED),
            (P.REPORT_FILE,),
        ),
        Act(
            "pass",
            gettext_lazy("Pass the review"),
            gettext_lazy("You have read text and figures and agree; the signature is somebody else's."),
            gettext_lazy("Passed; it waits for its signature."),
            signing.pass_review,
            (Stage.IN_REVIEW,),
            (P.REPORT_REVIEW,),
            not_hands=(Step.Kind.SEND,),
        ),
        Act(
            "sign",
            gettext_lazy("Sign"),
            gettext_lazy("With your signature the agency answers for text and figures."),
            gettext_lazy("Signed."),
            signing.sign,
            (Stage.REVIEWED,),
            (P.REPORT_SIGN,),
            look="seal",
            not_hands=(Step.Kind.SEND, Step.Kind.PASS),
        ),
        Act(
            "file",
            gettext_lazy("File to the superior"),
            gettext_lazy("Nothing changes in it while it is with the superior."),
            gettext_lazy("Filed."),
            filing.file,
            (Stage.SIGNED,),
            (P.REPORT_FILE,),
        ),
        Act(
            "accept",
            pgettext_lazy("filing", "Accept"),
            gettext_lazy("Its figures count in your roll-up."),
            pgettext_lazy("filing", "Accepted."),
            filing.accept,
            (Stage.FILED,),
            (P.REPORT_ACCEPT,),
            above=True,
            not_hands=courses.HANDS,
        ),
        Act(
            "return",
            pgettext_lazy("filing", "Return"),
            gettext_lazy("It goes back with the remarks you noted, with a reason, or both."),
            gettext_lazy("Returned."),
            filing.return_report,
            (Stage.FILED,),
            (P.REPORT_ACCEPT,),
            above=True,
            look="stop",
        ),
        Act(
            "back",
            gettext_lazy("Send back"),
            gettext_lazy("It goes back to its writer and is reviewed anew afterwards."),
            gettext_lazy("Sent back."),
            signing.send_back,
            (Stage.IN_REVIEW, Stage.REVIEWED),
            (P.REPORT_REVIEW, P.REPORT_SIGN, P.REPORT_FILE),
            look="stop",
            needs_reason=True,
        ),
        Act(
            "take-back",
            pgettext_lazy("filing", "Take back"),
            gettext_lazy("It comes back from the superior, and is reviewed and signed anew."),
            pgettext_lazy("filing", "Taken back."),
            filing.take_back,
            (Stage.FILED,),
            (P.REPORT_FILE,),
            look="stop",
            needs_reason=True,
        ),
        Act(
            "reopen",
            pgettext_lazy("filing", "Correct"),
            gettext_lazy(
                "It is opened again; what is public and what was accepted stay until a new version is signed."
            ),
            gettext_lazy("Opened again."),
            signing.reopen,
            (Stage.SIGNED, Stage.ACCEPTED),
            (P.REPORT_FILE,),
            look="stop",
            needs_reason=True,
        ),
    )
}


def may(access: Access, one: Course, act: Act, *, any_hands: bool = False) -> bool:
    """Whether a person may take a step now; `any_hands` leaves out who has taken part already."""
    stages = act.stages
    if act.name == "file" and one.is_ready_on_paper:
        stages = (*stages, *courses.OPEN_STAGES)
    if act.name == "send" and not (one.report.snapshot and one.report.snapshot.is_counted):
        return False
    if one.filing.stage not in stages or one.report.state == Report.State.WITHDRAWN:
        return False
    agency = one.filing.superior if act.above else one.report.keeper
    is_permitted = agency is not None and any(access.may(each, agency) for each in act.permissions)
    if act.name == "file" and one.is_ready_on_paper and one.superior is not None:
        is_permitted = is_permitted or access.may(P.REPORT_ACCEPT, one.superior)
    if act.name == "file" and one.superior is None:
        return False
    return is_permitted and (any_hands or not one.has_hand(access.person, act.not_hands))


def may_ever(access: Access, one: Course, act: Act) -> bool:
    """Whether a person may take a step at some stage: who may not sees nothing of it."""
    agency = (one.filing.superior or one.superior) if act.above else one.report.keeper
    held = agency is not None and any(access.may(each, agency) for each in act.permissions)
    above = act.name == "file" and one.superior is not None and access.may(P.REPORT_ACCEPT, one.superior)
    return held or above
