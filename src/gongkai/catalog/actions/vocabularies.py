"""Controlled vocabularies: the shipped ones taken over, new versions published."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.catalog import queries
from gongkai.catalog.actions.refusals import Refused
from gongkai.catalog.models import Term, Vocabulary
from gongkai.events import actions as events
from gongkai.rules import vocabularies

VOCABULARY = events.declare("vocabulary.published", gettext_lazy("Version {version} of the vocabulary {name}"))


@transaction.atomic
def load_vocabularies(*, by: str, at: datetime) -> list[Vocabulary]:
    """Take over the shipped vocabularies, those versions that are not there yet. Returns the new ones."""
    known = set(Vocabulary.objects.values_list("code", "version"))
    made = []
    for each in vocabularies.load():
        if (each.code, each.version) not in known:
            words = [(term.code, term.label, term.parent_code) for term in each.terms]
            version = (each.version, each.since)
            made.append(_publish(each.code, each.title, version, words, source=each.source, by=by, at=at))
    return made


@transaction.atomic
def publish_vocabulary(
    *,
    code: str,
    title: str,
    since: date,
    words: Sequence[tuple[str, str, str]],
    by: str,
    at: datetime,
    source: str = "",
) -> Vocabulary:
    """Publish the next version of a vocabulary; older ones stay. `words` are code, label and code of the word above.

    Raises Refused for no word, a code twice, or a word whose parent is missing.
    """
    codes = [word[0] for word in words]
    if not codes:
        raise Refused(_("A vocabulary needs at least one word."), field="words")
    for word_code, label, parent in words:
        if codes.count(word_code) > 1:
            raise Refused(_("The code %s stands there twice.") % word_code, field="words")
        if parent and parent not in codes:
            told = {"label": label, "parent": parent}
            raise Refused(_("%(label)s lies below %(parent)s, which is not in the list.") % told, field="words")
    last = Vocabulary.objects.select_for_update().filter(code=code).order_by("-version").first()
    if last is not None and since <= last.since:
        raise Refused(
            _("The version before it holds since %s; a new one must begin later.") % last.since, field="since"
        )
    version = (last.version + 1 if last else 1, since)
    return _publish(code, title, version, words, source=source, by=by, at=at)


def _publish(
    code: str, title: str, version: tuple[int, date], words: Sequence[tuple[str, str, str]], *,
    source: str, by: str, at: datetime,
) -> Vocabulary:  # fmt: skip
    number, since = version
    made = Vocabulary.objects.create(code=code, version=number, title=title, since=since, source=source[:300])
    rows = [
        Term(vocabulary=made, code=word, label=label, parent_code=above, position=place)
        for place, (word, label, above) in enumerate(words, start=1)
    ]
    Term.objects.bulk_create(rows, batch_size=500)
    data = {"name": title, "version": number, "words": len(rows)}
    events.record(VOCABULARY, by=by, about=f"vocabulary:{code}", at=at, data=data)
    transaction.on_commit(lambda: queries.forget_labels(code))
    return made
