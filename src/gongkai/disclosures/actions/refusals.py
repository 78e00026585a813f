"""Why an act on an item is refused, in words for the person who tried."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.disclosures.models import Revision


class Refused(Exception):
    """The act cannot be done now. `sentence` says why and what to do, in the user's language."""

    words = gettext_lazy("This cannot be done now.")

    @property
    def sentence(self) -> str:
        """The reason in one sentence."""
        return str(self.words)


class WrongState(Refused):
    """The item is not where this act begins."""

    def __init__(self, stage: str) -> None:
        super().__init__(stage)
        self.stage = stage

    @property
    def sentence(self) -> str:
        """Names the state the item is in."""
        return _("The item is %(stage)s now; reload the page to see what can be done.") % {"stage": self.stage}


class StaleRevision(Refused):
    """Somebody saved a newer revision meanwhile; `newer` is theirs."""

    words = gettext_lazy("Somebody saved a newer text while you were writing. Compare both and save again.")

    def __init__(self, newer: Revision) -> None:
        super().__init__(newer.number)
        self.newer = newer


class OwnText(Refused):
    """Nobody reviews what they wrote."""

    words = gettext_lazy("You wrote this text, so somebody else must review it.")


class AlreadyDecided(Refused):
    """Another reviewer was first."""

    def __init__(self, name: str, opinion: str) -> None:
        super().__init__(name)
        self.name, self.opinion = name, opinion

    @property
    def sentence(self) -> str:
        """Names who decided and what."""
        return _("%(name)s has just decided this step: %(opinion)s. Nothing of yours was recorded.") % {
            "name": self.name,
            "opinion": self.opinion,
        }


class NotItsTurn(Refused):
    """The steps of a review come in order."""

    words = gettext_lazy("An earlier review step is still open; this one comes after it.")


class ReasonMissing(Refused):
    """An act that others must be able to understand needs its reason."""

    words = gettext_lazy("Give the reason; it is kept with the act.")


class NotForThePublic(Refused):
    """Only items whose attribute is public on our own motion are published."""

    words = gettext_lazy("Its attribute is not “public on our own motion”, so it cannot be published.")


class Incomplete(Refused):
    """A part without which the item cannot go on is missing; `field` names it."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(field)
        self.field, self._sentence = field, words

    @property
    def sentence(self) -> str:
        """Names the missing part."""
        return self._sentence


class MustBeMended(Refused):
    """What identifies a person, or what its reader would not see, stands in the text or an attachment."""

    words = gettext_lazy(
        "There is personal data or hidden content in the text or an attachment; take it out before it goes on."
    )


class MomentPassed(Refused):
    """A schedule lies ahead."""

    words = gettext_lazy("The moment chosen has passed; choose a later one or publish now.")


class NoIndexNumber(Refused):
    """The agency's template asks for a code that nobody has entered."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def sentence(self) -> str:
        """Says which code, and where it is entered."""
        return _("No index number can be given: %(reason)s. Enter it on the agency's page, or change the template.") % {
            "reason": self.reason
        }
