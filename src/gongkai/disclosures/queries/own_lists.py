"""The word lists that the agencies above an item keep: phrases and titles to be exact, wrong words of their own."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from gongkai.accounts.queries import Access
from gongkai.core.permissions import Permission
from gongkai.disclosures.check_models import WordList
from gongkai.language import confusables, phrases
from gongkai.orgs.models import Agency


@dataclass(frozen=True)
class OwnLists:
    """What the checks look for besides what everybody gets wrong."""

    exact: phrases.PhraseList | None = None
    confused: tuple[tuple[str, str], ...] = ()


def of(agency: Agency) -> OwnLists:
    """The lists of an agency and of all above it, as one. One query."""
    return joined(WordList.objects.filter(agency__in=agency.ancestor_ids).values_list("phrases", "confusables"))


def joined(rows: Iterable[tuple[str, str]]) -> OwnLists:
    """Lists as offices write them, phrases and wrong words of each, as one."""
    found = list(rows)
    if not found:
        return OwnLists()
    exact = phrases.parse("\n".join(row[0] for row in found))
    wrong = confusables.parse("\n".join(row[1] for row in found))
    return OwnLists(exact, tuple(dict.fromkeys(wrong)))


def kept(access: Access) -> QuerySet[WordList]:
    """The lists of the agencies a person may see."""
    rows = WordList.objects.filter(agency__in=access.agencies(Permission.ITEM_VIEW))
    return rows.select_related("agency").order_by("agency__sort_path", "pk")
