"""Why an act on an activity is refused, in words for the person who tried."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.activities.queries.checking import Fault
from gongkai.disclosures.actions.refusals import ReasonMissing, Refused

__all__ = [
    "AccountClosed",
    "Faulty",
    "NotConnected",
    "NotPublic",
    "NotThere",
    "NothingToCarry",
    "NothingToRepeat",
    "PostedAlready",
    "ReasonMissing",
    "Refused",
    "Stale",
    "StatedAlready",
    "Struck",
    "UnfitAccount",
]


class Faulty(Refused):
    """What should be recorded is not sound; `faults` says where."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        self.faults = tuple(faults)

    @property
    def sentence(self) -> str:
        """All faults in one line."""
        return "；".join(each.sentence for each in self.faults)


class StatedAlready(Refused):
    """An agency states this once a year."""

    def __init__(self, label: str, year: int) -> None:
        super().__init__(label, year)
        self.label, self.year = label, year

    @property
    def sentence(self) -> str:
        """Names what is there already."""
        words = _("“%(label)s” of %(year)d is stated already; correct that record.")
        return words % {"label": self.label, "year": self.year}


class Struck(Refused):
    """A record that was struck out stays as it is."""

    words = gettext_lazy("This record was struck out.")


class Stale(Refused):
    """Somebody corrected the record meanwhile."""

    words = gettext_lazy("Somebody corrected this record meanwhile; look at it again.")


class NothingToCarry(Refused):
    """There is nothing of last year, or it is all there."""

    words = gettext_lazy("There is nothing of last year that is not there for this year already.")


class UnfitAccount(Refused):
    """An account that cannot be as it was entered; `field` says where."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(field)
        self.field, self._sentence = field, words

    @property
    def sentence(self) -> str:
        """What is wrong."""
        return self._sentence


class AccountClosed(Refused):
    """A closed account stays as it is."""

    words = gettext_lazy("This account is closed.")


class NotConnected(Refused):
    """Nothing can be posted to an account that has no connection, or whose credentials are missing."""

    words = gettext_lazy("This account is not connected; post by hand and record it, or enter the credentials.")


class NotPublic(Refused):
    """Only what passed its chain and is public goes into other channels."""

    words = gettext_lazy("Only a published item goes into other channels.")


class PostedAlready(Refused):
    """The same text goes into an account once."""

    words = gettext_lazy("This text is in that account already, or on its way.")


class NothingToRepeat(Refused):
    """Only what failed is sent again."""

    words = gettext_lazy("This has not failed, so there is nothing to send again.")


class NotThere(Refused):
    """What is to be taken back must be out there."""

    words = gettext_lazy("This is not in the channel any more.")
