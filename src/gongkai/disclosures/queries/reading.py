"""Attachments page by page: how many pages each has, which a reviewer has read, and what stands on one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.accounts.models import Person
from gongkai.disclosures.chain_models import PageTick
from gongkai.disclosures.models import Attachment, Revision


@dataclass(frozen=True)
class Read:
    """An attachment with the pages one person has read of all it has."""

    attachment: Attachment
    pages: int
    ticked: frozenset[int]

    @property
    def left(self) -> int:
        """How many pages are not read yet."""
        return self.pages - len(self.ticked)


def progress(attachments: Iterable[Attachment], person: Person) -> Sequence[Read]:
    """What a person has read of some attachments, given with their files. One query."""
    rows = list(attachments)
    ticks: dict[int, set[int]] = {}
    for number, page in PageTick.objects.filter(attachment__in=rows, person=person).values_list("attachment", "page"):
        ticks.setdefault(number, set()).add(page)
    return [Read(row, max(row.file.pages or 1, 1), frozenset(ticks.get(row.pk, ()))) for row in rows]


def unread(revision: Revision, person: Person) -> int:
    """How many pages of a revision's attachments a person has not ticked off. Two queries."""
    return sum(each.left for each in progress(revision.attachments.select_related("file"), person))
