"""What needs to be known of the directory: its tree, its duties, its words, and how index numbers are written."""

import collections
import dataclasses
import datetime

from django.core.cache import cache
from django.db.models import F, Q, QuerySet

from gongkai.catalog.models import Column, IndexTemplate, Obligation, Term, Vocabulary
from gongkai.orgs.models import Agency
from gongkai.rules import index_numbers, obligations

# 国办秘函〔2009〕6号: organisation code, year, five digits. Holds until an agency or the office says otherwise.
NATIONAL_TEMPLATE = "{org_code}/{yyyy}-{serial:05d}"
_LABELS_KEPT_SECONDS = 60


@dataclasses.dataclass(frozen=True)
class Node:
    """One column in the tree as shown: how deep below the first ones shown, and how many open ones hang below it."""

    column: Column
    depth: int
    children: int
    below: int


def column_tree(columns: QuerySet[Column] | None = None, *, closed: bool = False) -> list[Node]:
    """Columns (all, or these) in tree order with their owners, counting the open ones below. One query."""
    wanted = Column.objects.all() if columns is None else columns
    rows = list(wanted.select_related("owner").order_by("sort_path", "id"))
    rows = [row for row in rows if closed or row.closed_on is None]
    shown = {row.pk for row in rows}
    children: collections.Counter[int] = collections.Counter()
    below: collections.Counter[int] = collections.Counter()
    for row in rows:
        if row.closed_on is None:
            children[row.parent_id or 0] += 1
            below.update(row.ancestor_ids[:-1])
    return [
        Node(row, sum(1 for pk in row.ancestor_ids[:-1] if pk in shown), children[row.pk], below[row.pk])
        for row in rows
    ]


def duties(agency: Agency, *, on: datetime.date) -> QuerySet[Obligation]:
    """What an agency must make public on a day, in the order of the articles, with columns."""
    rows = Obligation.objects.filter(agency=agency).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    return rows.select_related("column").order_by("code", "id")


def due_entries(agency: Agency) -> list[obligations.Obligation]:
    """The entries of the basic directory an agency would take over.

    A government or township takes all of its level, others those that bind every agency. The national level has no
    entries of its own and takes the provincial ones.
    """
    level = Agency.Level.PROVINCE if agency.level == Agency.Level.NATION else agency.level
    entries = obligations.entries(str(level))
    if agency.kind in (Agency.Kind.GOVERNMENT, Agency.Kind.TOWNSHIP):
        return list(entries)
    return [each for each in entries if any(word in each.agency for word in ("各", "制定机关", "制作"))]


def columns_by_legal_item() -> dict[str, Column]:
    """The first open column of each statutory item."""
    rows = Column.objects.open().exclude(legal_item="").order_by("-sort_path", "-id")
    return {row.legal_item: row for row in rows}


def vocabulary(code: str, *, on: datetime.date) -> Vocabulary | None:
    """The version of a vocabulary in force on a day; None where there is none yet."""
    return Vocabulary.objects.filter(code=code, since__lte=on).order_by("-version").first()


def terms(code: str, *, on: datetime.date) -> list[Term]:
    """The words of a vocabulary in force on a day, parents before their children."""
    found = vocabulary(code, on=on)
    return list(found.terms.order_by("position", "id")) if found else []


def labels(code: str) -> dict[str, str]:
    """Label by code over all versions of a vocabulary, the newest winning. Kept for a minute in each process."""
    key = f"catalog.labels.{code}"
    known: dict[str, str] | None = cache.get(key)
    if known is None:
        rows = Term.objects.filter(vocabulary__code=code).order_by("vocabulary__version", "id")
        known = dict(rows.values_list("code", "label"))
        if known:
            cache.set(key, known, _LABELS_KEPT_SECONDS)
    return known


def forget_labels(code: str) -> None:
    """Ask the database next time: the vocabulary has changed."""
    cache.delete(f"catalog.labels.{code}")


def newest_vocabularies() -> list[Vocabulary]:
    """The newest version of every vocabulary, by code."""
    found: dict[str, Vocabulary] = {}
    for row in Vocabulary.objects.order_by("code", "version"):
        found[row.code] = row
    return list(found.values())


def index_template(agency: Agency, *, on: datetime.date) -> str:
    """The template in force for an agency on a day: its own, else the common one, else the national one."""
    rows = IndexTemplate.objects.filter(Q(agency=agency) | Q(agency__isnull=True), since__lte=on)
    found = rows.order_by(F("agency").desc(nulls_last=True), "-since", "-id").first()
    return found.template if found else NATIONAL_TEMPLATE


def index_values(agency: Agency) -> dict[str, str]:
    """What an agency puts in for the tokens of a template; empty where it has no such code."""
    return {
        "org_code": agency.credit_code[8:17],
        "credit_code": agency.credit_code,
        "division": agency.division_code,
        "dept": agency.code,
    }


def index_example(template: str, agency: Agency, *, on: datetime.date) -> str:
    """The number a template would give as the 42nd of its series. Raises what `index_numbers` raises."""
    return index_numbers.render(index_numbers.parse_template(template), index_values(agency), on, 42)
