"""Why an act on an item is refused, in words for the person who tried."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

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


class NotYourStep(Refused):
    """The chain names who takes this step."""

    words = gettext_lazy("The chain names somebody else for this step.")


class TwoSteps(Refused):
    """One person, one step of an item."""

    words = gettext_lazy("You have taken another step of this item already; nobody takes two.")


class NotAway(Refused):
    """Nobody stands in for somebody who has not named them."""

    words = gettext_lazy("You are not named as the substitute of this person now.")


class NotTheHead(Refused):
    """Only the head named in the chain forces an issue."""

    words = gettext_lazy("Only the head whom the chain of review names may force the issue.")


class PagesUnread(Refused):
    """The chain asks for attachments to be read page by page."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left

    @property
    def sentence(self) -> str:
        """Says how many are left."""
        return ngettext(
            "%(n)d page of the attachments is not ticked off yet.",
            "%(n)d pages of the attachments are not ticked off yet.",
            self.left,
        ) % {"n": self.left}


class NoSuchPassage(Refused):
    """Marked words do not stand in the text."""

    def __init__(self, quote: str) -> None:
        super().__init__(quote)
        self.quote = quote

    @property
    def sentence(self) -> str:
        """Names the words."""
        return _("“%(quote)s” does not stand in the text; copy the words as they are.") % {"quote": self.quote[:60]}


class Unfit(Refused):
    """Something was set up in a way that cannot work; the sentence says why."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self._sentence = words

    @property
    def sentence(self) -> str:
        """Why."""
        return self._sentence


class UnfitChain(Unfit):
    """A chain of review that could not protect anything."""


class UnfitAbsence(Unfit):
    """A span or a substitute that cannot be."""


class UnfitWords(Unfit):
    """A word list with a line that says nothing."""


class NotMaskable(Refused):
    """What was found is no longer there, or cannot be masked by itself."""

    words = gettext_lazy("This cannot be masked by itself; change it by hand.")


class NotPublic(Refused):
    """What is named must be another item that the public can read."""

    words = gettext_lazy("The document named is not public, or is this one itself.")


class NotItsText(Refused):
    """The amended text is one of the published texts of the document."""

    words = gettext_lazy("The amended text must be a published text of this document.")


class NoDocument(Refused):
    """Only what stands in the register of documents is explained or cleaned up."""

    words = gettext_lazy("This item is not in the register of normative documents.")


class LinkedAlready(Refused):
    """A link is made once."""

    words = gettext_lazy("These two are linked already.")


class OfOthers(Refused):
    """An agency explains its own documents, those above it and those below it."""

    words = gettext_lazy("The document belongs to an agency that stands neither above nor below yours.")


class CleanupClosed(Refused):
    """After the close nothing of a campaign changes."""

    words = gettext_lazy("The clean-up is closed; its results are public.")


class Undecided(Refused):
    """A campaign is closed when every document has its verdict."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left

    @property
    def sentence(self) -> str:
        """Says how many are left."""
        return ngettext("%(n)d document has no verdict yet.", "%(n)d documents have no verdict yet.", self.left) % {
            "n": self.left
        }


class UnfitCleanup(Unfit):
    """A campaign that could not be carried through."""


class UnfitStep(Unfit):
    """A step of a policy that cannot be."""


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


class QuestionsOpen(Refused):
    """Agencies that were asked have not agreed to exactly this text."""

    def __init__(self, names: str) -> None:
        super().__init__(names)
        self.names = names

    @property
    def sentence(self) -> str:
        """Names them."""
        return _("These agencies have not agreed to this very text yet: %(names)s.") % {"names": self.names}


class AskedAlready(Refused):
    """An agency is asked once about a text."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    @property
    def sentence(self) -> str:
        """Names it."""
        return _("%(name)s has been asked about this text already.") % {"name": self.name}


class OwnAgency(Refused):
    """Other agencies are asked."""

    words = gettext_lazy("An agency does not ask itself.")


class AnsweredAlready(Refused):
    """A question has one answer, a dispute one decision."""

    words = gettext_lazy("This question has been answered already; nothing of yours was recorded.")


class NothingToDecide(Refused):
    """The office decides where agencies do not agree."""

    words = gettext_lazy("There is nothing to decide: the agency has not objected.")


class OwnCause(Refused):
    """Who gave the opinion or wrote the text does not decide about it."""

    words = gettext_lazy("You wrote the text or gave the opinion, so somebody else must do this.")


class UnfitTerm(Unfit):
    """A term that agencies do not grant each other."""


class NoGround(Refused):
    """Only what the law names goes out before the others have answered."""

    words = gettext_lazy("Name the ground that the law gives.")
