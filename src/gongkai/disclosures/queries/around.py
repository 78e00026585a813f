"""What stands around an item: what explains it, what it explains, what it repealed or amended, and its policy file."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongkai.disclosures.document_models import Interpretation, PolicyFile
from gongkai.disclosures.models import Attachment, Ending, Item
from gongkai.disclosures.queries import editions, policies
from gongkai.disclosures.queries.editions import Edition
from gongkai.disclosures.queries.public import Relative


@dataclass(frozen=True)
class Explains:
    """A public item on the other side of an interpretation, with the kind of the interpretation."""

    other: Relative
    kind: str


@dataclass(frozen=True)
class Around:
    """What the public page of an item names beside its own text."""

    explained_by: tuple[Explains, ...] = ()
    explains: tuple[Explains, ...] = ()
    policy_file: int | None = None
    editions: tuple[Edition, ...] = ()


def of(item_ids: Iterable[int]) -> dict[int, Around]:
    """What stands around public items. Five queries."""
    ids = list(item_ids)
    explained_by: dict[int, list[Explains]] = defaultdict(list)
    explains: dict[int, list[Explains]] = defaultdict(list)
    for each in _links(Q(document__in=ids) | Q(item__in=ids)):
        if each.item.is_public and each.document.is_public:
            kind = str(each.get_kind_display())
            explained_by[each.document_id].append(Explains(_relative(each.item), kind))
            explains[each.item_id].append(Explains(_relative(each.document), kind))
    files = policies.public().filter(document__in=ids).values_list("document_id", "pk")
    by_step = policies.public().filter(steps__item__in=ids).order_by("-pk").values_list("steps__item_id", "pk")
    named = {pk: file for pk, file in by_step if pk is not None} | dict(files)
    amended = Ending.objects.filter(item__in=ids, amended__isnull=False).values_list("item_id", flat=True)
    texts = editions.of(set(amended))
    return {
        pk: Around(
            tuple(explained_by[pk]),
            tuple(explains[pk]),
            named.get(pk),
            tuple(texts.get(pk, ())),
        )
        for pk in ids
    }


def earlier_texts(item_ids: Iterable[int]) -> dict[int, int]:
    """How many earlier texts each of these items can have: as many as amendments led to a text. One query."""
    rows = Ending.objects.filter(item__in=list(item_ids), amended__isnull=False).order_by().values("item_id")
    return dict(rows.annotate(n=Count("pk")).values_list("item_id", "n"))


def marked(rows: QuerySet[Item]) -> QuerySet[Item]:
    """Items that know what they have: attachments, links of interpretation, a policy file, endings. Most have none."""
    number = OuterRef("pk")
    return rows.annotate(
        has_files=Exists(Attachment.objects.filter(revision__item=number)),
        is_ended=Exists(Ending.objects.filter(Q(item=number) | Q(act=number))),
        is_linked=Exists(Interpretation.objects.filter(Q(document=number) | Q(item=number))),
        is_filed=Exists(PolicyFile.objects.filter(Q(document=number) | Q(steps__item=number))),
    )


def links(item: Item) -> list[Interpretation]:
    """Interpretations of an item and those it is, public or not, with both sides. One query at most."""
    if not getattr(item, "is_linked", True):
        return []
    return list(_links(Q(document=item) | Q(item=item)))


def endings(item: Item) -> tuple[list[Ending], list[Ending]]:
    """What ended or changed an item, newest first, and what was repealed or amended by it. One query at most."""
    if not getattr(item, "is_ended", True):
        return [], []
    rows = Ending.objects.filter(Q(item=item) | Q(act=item)).select_related(
        "successor__revision", "act__revision", "item__public_revision", "item__revision", "item__agency"
    )
    found = list(rows.order_by("-at", "-id"))
    deeds = [each for each in found if each.act_id == item.pk and each.kind != Ending.Kind.WITHDRAW]
    own = [each for each in found if each.item_id == item.pk]
    return own, sorted(deeds, key=lambda each: (each.on, each.pk), reverse=True)


def file_of(item: Item) -> PolicyFile | None:
    """The policy file that names an item as its document or in a step. One query at most."""
    if not getattr(item, "is_filed", True):
        return None
    return PolicyFile.objects.filter(Q(document=item) | Q(steps__item=item)).order_by("pk").first()


def _links(wanted: Q) -> QuerySet[Interpretation]:
    rows = Interpretation.objects.filter(wanted).select_related(
        "item__public_revision", "item__revision", "document__public_revision", "document__revision"
    )
    return rows.order_by("at", "pk")


def _relative(item: Item) -> Relative:
    revision = item.public_revision
    assert revision is not None
    return Relative(item.pk, revision.title, revision.doc_no)
