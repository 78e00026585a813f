"""Keeping the list of words that are searched together."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.events import actions as events
from gongkai.language import analysis, folding
from gongkai.search.models import SynonymRule

KEPT = events.declare("synonyms.kept", gettext_lazy("Words searched together: {rule}"))
DROPPED = events.declare("synonyms.dropped", gettext_lazy("The own rule for the word {word} was taken away"))
LONGEST, MOST = 40, 12


class Refused(Exception):
    """A rule that cannot be; the message says why. `field` names the input at fault."""

    def __init__(self, reason: str, *, field: str) -> None:
        super().__init__(reason)
        self.field = field


@transaction.atomic
def keep(*, word: str, others: Sequence[str], is_mutual: bool, by: str, at: datetime.datetime) -> SynonymRule:
    """Decide what is searched together with a word, in place of what was decided before, with effect at once.

    Without `others` the word finds only itself, whatever the shipped list says. Raises Refused.
    """
    plain, key = word.strip(), folding.fold_text(word.strip())
    others = tuple(dict.fromkeys(each.strip() for each in others if each.strip()))
    _examine(plain, "word")
    for each in others:
        _examine(each, "others")
    if key in {folding.fold_text(each) for each in others}:
        raise Refused(_("A word need not find itself."), field="others")
    if len(others) > MOST:
        raise Refused(_("At most %(most)s words.") % {"most": MOST}, field="others")
    values = {"word": plain, "others": list(others), "is_mutual": is_mutual and bool(others)}
    rule, _is_new = SynonymRule.objects.update_or_create(
        key=key, defaults={**values, "changed_by": by, "changed_at": at}
    )
    events.record(KEPT, by=by, about=rule.reference, at=at, data={"rule": str(rule)})
    return rule


@transaction.atomic
def drop(*, rule: SynonymRule, by: str, at: datetime.datetime) -> None:
    """Take an own rule away: from now on the shipped list decides about the word again."""
    events.record(DROPPED, by=by, about=rule.reference, at=at, data={"word": rule.word})
    rule.delete()


def _examine(word: str, field: str) -> None:
    if len(word) > LONGEST:
        raise Refused(_("“%(word)s…” is too long.") % {"word": word[:10]}, field=field)
    if not analysis.characters(word):
        raise Refused(_("“%(word)s” holds nothing that can be searched.") % {"word": word}, field=field)
