"""Why an act on an annual report is refused, in words for the person who tried."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.disclosures.actions.refusals import ReasonMissing, Refused

__all__ = [
    "NothingFound",
    "OtherSnapshot",
    "ReasonMissing",
    "Refused",
    "SameNumber",
    "TakenYear",
    "UnknownCell",
    "WrongState",
]


class WrongState(Refused):
    """The report, finding or file is not where this act begins."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state

    @property
    def sentence(self) -> str:
        """Names the state it is in."""
        return _("It is %(state)s now; reload the page to see what can be done.") % {"state": self.state}


class TakenYear(Refused):
    """The body has a report on that year already."""

    words = gettext_lazy("There is a report of this body on this year already; withdraw it or replace its file.")


class OtherSnapshot(Refused):
    """Somebody corrected the report meanwhile."""

    words = gettext_lazy("Somebody corrected this report while you were looking; look at the newest figures first.")


class SameNumber(Refused):
    """A correction changes something."""

    words = gettext_lazy("This is the number that stands there already.")


class UnknownCell(Refused):
    """The form of this report has no such cell."""

    words = gettext_lazy("The form of this report has no such cell.")


class NothingFound(Refused):
    """A letter speaks of findings."""

    words = gettext_lazy("There is no finding to write about.")
