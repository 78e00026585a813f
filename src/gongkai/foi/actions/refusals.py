"""Why an act on a request is refused: a sentence for the person who tried, and the article behind it."""

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.foi.models.letters import LetterVersion
from gongkai.rules import ledgers


class Refused(Exception):
    """The act cannot be done now. `sentence` says why and what to do; `article` names the law, if one stands behind."""

    words = gettext_lazy("This cannot be done now.")
    article = ""

    @property
    def sentence(self) -> str:
        """The reason in one sentence."""
        return str(self.words)


class Because(Refused):
    """Refused for a reason that is told as it arises."""

    def __init__(self, sentence: str, *, article: str = "", field: str = "") -> None:
        super().__init__(sentence)
        self._sentence, self.article, self.field = sentence, article, field

    @property
    def sentence(self) -> str:
        """The reason given."""
        return self._sentence


class WrongState(Because):
    """The request is not where this act begins."""

    def __init__(self, state: str, *, article: str = "") -> None:
        super().__init__(
            _("The request stands at “%(state)s” now, so this cannot be done.") % {"state": state}, article=article
        )
        self.state = state


class NotByTheLedger(Because):
    """The Regulation does not allow this entry where it would stand."""

    def __init__(self, impossible: ledgers.ImpossibleEntry, *, article: str = "") -> None:
        super().__init__(str(impossible), article=article)
        self.code = impossible.code


class Missing(Because):
    """What the outcome needs before it can be given is not there."""


class Incomplete(Because):
    """A part without which the act means nothing is missing; `field` names it."""


class FutureDay(Because):
    """A legal day cannot lie ahead of the moment of entry."""

    def __init__(self, on: datetime.date) -> None:
        super().__init__(_("%(on)s lies in the future; enter it when it has happened.") % {"on": on.isoformat()})


class NoRule(Because):
    """The Regulation that binds this request knows no such act."""


class OwnLetter(Refused):
    """Nobody clears what they wrote."""

    words = gettext_lazy("You wrote this letter, so somebody else must pass it.")


class AlreadyDecided(Because):
    """Another reviewer was first."""

    def __init__(self, name: str, opinion: str) -> None:
        super().__init__(
            _("%(name)s has just decided this step: %(opinion)s. Nothing of yours was recorded.")
            % {"name": name, "opinion": opinion}
        )


class NotItsTurn(Refused):
    """The steps of a review come in order."""

    words = gettext_lazy("An earlier review step is still open; this one comes after it.")


class StaleVersion(Refused):
    """Somebody saved a newer version meanwhile; `newer` is theirs."""

    words = gettext_lazy("Somebody saved a newer version while you were writing. Compare both and save again.")

    def __init__(self, newer: LetterVersion) -> None:
        super().__init__(newer.number)
        self.newer = newer


class WrongLetter(Because):
    """The letter is not where this act begins, or not the one that is needed."""


class PersonalData(Because):
    """What is to be public still holds personal data; `findings` name the places."""

    def __init__(self, findings: tuple[str, ...]) -> None:
        super().__init__(_("Personal data is left in the text: %(what)s.") % {"what": "、".join(findings)})
        self.findings = findings


class FileLost(Refused):
    """The bytes of a stored file are gone or changed; `gongkai doctor` names it too."""

    words = gettext_lazy("The stored file is missing or damaged; restore it from the backup.")


class Erased(Refused):
    """The personal data of the case were erased when their time was over."""

    words = gettext_lazy("The personal data of this case were erased when their time was over.")
