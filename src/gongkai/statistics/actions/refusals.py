"""Why a figure cannot be stated by hand, in words for the person who tried."""

from django.utils.translation import gettext_lazy

from gongkai.disclosures.actions.refusals import ReasonMissing, Refused

__all__ = ["NotStated", "ProofMissing", "ReasonMissing", "Refused", "SameNumber", "UnknownFigure", "YearToCome"]


class ProofMissing(Refused):
    """A figure stated by hand stands on a proof."""

    words = gettext_lazy("A figure stated by hand needs a proof: a file or a link.")


class SameNumber(Refused):
    """A statement changes something."""

    words = gettext_lazy("This is the number that stands there already.")


class UnknownFigure(Refused):
    """Nothing is counted under this name."""

    words = gettext_lazy("There is no such figure.")


class NotStated(Refused):
    """There is nothing to take back."""

    words = gettext_lazy("This figure is counted; there is no statement to take back.")


class YearToCome(Refused):
    """Figures speak of years that have begun."""

    words = gettext_lazy("This year has not come yet.")
