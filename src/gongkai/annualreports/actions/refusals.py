"""Why an act on an annual report is refused, in words for the person who tried."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.disclosures.actions.refusals import ReasonMissing, Refused

__all__ = [
    "Counted",
    "NoForm",
    "NotInThatYear",
    "NothingFound",
    "OtherSnapshot",
    "ReadFromPaper",
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


class NoForm(Refused):
    """No uniform form was in force for the year."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year

    @property
    def sentence(self) -> str:
        """Names the year."""
        return _("No statutory form is known for reports on %(year)d; name one.") % {"year": self.year}


class NotInThatYear(Refused):
    """The body did not exist in the year, or the year has not begun."""

    def __init__(self, name: str, year: int) -> None:
        super().__init__(name, year)
        self.name, self.year = name, year

    @property
    def sentence(self) -> str:
        """Names body and year."""
        return _("There is nothing to report of %(name)s on %(year)d.") % {"name": self.name, "year": self.year}


class ReadFromPaper(Refused):
    """A paper report is not overwritten by a count."""

    words = gettext_lazy("The report on this year was read from paper; withdraw it before another is compiled.")


class Counted(Refused):
    """A counted figure is not corrected in the report but at its source."""

    words = gettext_lazy(
        "This figure is counted. Correct its records, or state it by hand with its proof, and compile again."
    )
