"""Why an act on an annual report is refused, in words for the person who tried."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.disclosures.actions.refusals import ReasonMissing, Refused

__all__ = [
    "AnswersMissing",
    "Blocked",
    "Changed",
    "Compiled",
    "Counted",
    "InCircle",
    "NoForm",
    "NoSuchNumber",
    "NoSuperior",
    "NoText",
    "NotInThatYear",
    "NotSigned",
    "NoteMissing",
    "NothingFound",
    "OtherSnapshot",
    "OtherStep",
    "ReadFromPaper",
    "ReasonMissing",
    "Refused",
    "RemarksUnsent",
    "SameNumber",
    "SamePerson",
    "TakenYear",
    "UnderWay",
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


class UnderWay(Refused):
    """Nothing changes in a report that is in review, signed, filed or accepted."""

    words = gettext_lazy(
        "This report is on its way and cannot be changed now. Send it back, take it back or open it again first."
    )


class OtherStep(Refused):
    """Somebody took a step while the page was open."""

    words = gettext_lazy("Somebody took a step with this report meanwhile; look at where it stands now.")


class SamePerson(Refused):
    """Writing, reviewing, signing and accepting are for different people."""

    words = gettext_lazy("You have already taken part in this text; the next step is for somebody else.")


class Blocked(Refused):
    """Something stands in the way of a signature; `count` says how much."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count

    @property
    def sentence(self) -> str:
        """Says how many."""
        return _("%(n)d things stand in the way; settle or explain each of them first.") % {"n": self.count}


class NoText(Refused):
    """A report is sent to review with its text and figures."""

    words = gettext_lazy("There is no text or no figures to review yet.")


class NoSuperior(Refused):
    """Nobody here takes the report."""

    words = gettext_lazy("Nobody stands above this agency here; its report is not filed to anybody.")


class AnswersMissing(Refused):
    """Each remark of the superior is answered before the report is filed again."""

    words = gettext_lazy("Answer every remark of the superior first.")


class NotSigned(Refused):
    """Counted figures become public with the text that was signed."""

    words = gettext_lazy("Counted figures are published with a signed text; have the newest version signed first.")


class NoteMissing(Refused):
    """A correction of a public report tells the public what changed."""

    words = gettext_lazy("Say in a note for the public what this version corrects.")


class Changed(Refused):
    """Somebody else wrote this passage meanwhile."""

    words = gettext_lazy("Somebody changed this passage while you were writing; both wordings stand here.")


class NoSuchNumber(Refused):
    """The number that was to be put right is no longer there."""

    words = gettext_lazy("This number stands there no longer; look at the passage again.")


class RemarksUnsent(Refused):
    """A report is not accepted while remarks on it wait to be sent."""

    words = gettext_lazy("You noted remarks on it: return it with them, or drop them first.")


class InCircle(Refused):
    """Reports go upward, not round."""

    words = gettext_lazy("Reports would come back to where they began; choose another.")


class Compiled(Refused):
    """The report is written here, so no paper takes its place."""

    words = gettext_lazy("The report on this year is written here; withdraw it before a paper takes its place.")
