"""What needs to be known of the directory: its tree, its duties, its words, how index numbers are written, and which
columns and agencies a superior's catalogue means."""

import collections
import dataclasses
import datetime
import re
from collections.abc import Iterable, Mapping, Sequence

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet, Subquery

from gongkai.catalog.models import CatalogueEntry, CatalogueImport, Column, IndexTemplate, Obligation, Term, Vocabulary
from gongkai.documents import catalogue_sheets
from gongkai.language import names
from gongkai.orgs.models import Agency, AgencyChange
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
    """Columns (all, or these) in tree order, counting the open ones below. One query, for what a line shows alone."""
    wanted = Column.objects.all() if columns is None else columns
    told = ("name", "kind", "fresh_days", "closed_on", "merged_into", "parent", "path", "owner__short_name")
    rows = list(wanted.select_related("owner").only(*told).order_by("sort_path", "id"))
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


def guests(column: Column, *, on: datetime.date) -> list[Agency]:
    """Agencies that are neither the owner of a column nor below it and have a duty in it on a day: they may use it."""
    rows = Obligation.objects.filter(column=column).exclude(ended_on__lte=on).values("agency")
    return [
        each for each in Agency.objects.filter(pk__in=rows).in_tree_order() if column.owner_id not in each.ancestor_ids
    ]


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
    """The words of a vocabulary in force on a day, parents before their children. One query."""
    newest = Vocabulary.objects.filter(code=code, since__lte=on).order_by("-version").values("pk")[:1]
    return list(Term.objects.filter(vocabulary=Subquery(newest)).order_by("position", "id"))


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
    return index_templates([agency], on=on)[agency.pk]


def index_templates(agencies: Iterable[Agency], on: datetime.date) -> dict[int, str]:
    """As `index_template`, for several agencies, by their keys. One query."""
    keys = {each.pk for each in agencies}
    rows = IndexTemplate.objects.filter(Q(agency__in=keys) | Q(agency__isnull=True), since__lte=on)
    newest: dict[int | None, str] = dict(rows.order_by("since", "id").values_list("agency", "template"))
    return {key: newest.get(key) or newest.get(None, NATIONAL_TEMPLATE) for key in keys}


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


@dataclasses.dataclass(frozen=True)
class LeftBehind:
    """What an ended agency left in the directory, and who carries on its work."""

    agency: Agency
    columns: int
    duties: int
    heirs: tuple[Agency, ...]


def left_behind(within: QuerySet[Agency], *, on: datetime.date) -> list[LeftBehind]:
    """The ended agencies among these that still own open columns or duties in force. Five queries."""
    columns = dict(
        Column.objects.open()
        .filter(owner__in=within, owner__dissolved_on__lte=on)
        .order_by()
        .values_list("owner_id")
        .annotate(n=Count("pk"))
    )
    duties = dict(
        Obligation.objects.exclude(ended_on__lte=on)
        .filter(agency__in=within, agency__dissolved_on__lte=on)
        .order_by()
        .values_list("agency_id")
        .annotate(n=Count("pk"))
    )
    agencies = Agency.objects.filter(pk__in={*columns, *duties}).in_tree_order()
    acts = AgencyChange.objects.filter(predecessors__in={*columns, *duties}, kind__in=("merge", "split"))
    heirs: dict[int, list[Agency]] = {}
    for act in acts.distinct().prefetch_related("predecessors", "successors").order_by("on", "id"):
        for before in act.predecessors.all():
            heirs[before.pk] = [each for each in act.successors.all() if each.exists_on(on)]
    return [
        LeftBehind(each, columns.get(each.pk, 0), duties.get(each.pk, 0), tuple(heirs.get(each.pk, ())))
        for each in agencies
    ]


# --- a superior's catalogue ---

# Below this a column is not suggested: a wrong one is worse than none.
LIKE_ENOUGH = 0.34
_OF_EVERYBODY = ("行政机关", "各部门", "各单位", "各机关", "有关部门", "相关部门", "制作机关", "本机关", "各级政府")
_PLACE = re.compile(r"^(本级|市级|县级|区级|[省市县区旗州])+")
_TAIL = re.compile(r"(主管)?部门$|单位$")


@dataclasses.dataclass(frozen=True)
class Suggestion:
    """A column and how alike its name is to an entry's, from 0 to 1."""

    column: Column
    likeness: float


def suggestions(
    entries: Sequence[catalogue_sheets.Entry], *, owners: Mapping[int, Sequence[Agency]]
) -> dict[int, Suggestion]:
    """For each entry, by its number, the open column most like it; entries like none are left out. One query.

    `owners` gives by the entry's number the agencies responsible: a column of theirs is preferred.
    """
    columns = list(Column.objects.open().in_tree_order())
    by_id = {column.pk: column for column in columns}
    profiles = {column.pk: names.profile(column.name) for column in columns}
    above = {
        column.pk: names.profile(by_id[column.parent_id].name + column.name)
        for column in columns
        if column.parent_id in by_id
    }
    found = {}
    for entry in entries:
        own, both = names.profile(entry.title), names.profile(entry.first + entry.title)
        first = names.profile(entry.first)
        item = catalogue_sheets.legal_item(entry.basis)
        responsible = {agency.pk for agency in owners.get(entry.number, ())}
        best = Suggestion(columns[0], 0.0) if columns else None
        for column in columns:
            like = max(
                names.likeness(own, profiles[column.pk]),
                0.8 * names.likeness(first, profiles[column.pk]),
                0.9 * names.likeness(both, above.get(column.pk, frozenset())),
            )
            like += 0.15 * (bool(item) and column.legal_item == item) + 0.1 * (column.owner_id in responsible)
            if best is not None and like > best.likeness:
                best = Suggestion(column, min(like, 1.0))
        if best is not None and best.likeness >= LIKE_ENOUGH:
            found[entry.number] = best
    return found


class Responsible:
    """Finds the agencies that a catalogue names, among those of one office and all below it. One query when made."""

    def __init__(self, within: QuerySet[Agency], *, on: datetime.date) -> None:
        self._agencies = [each for each in within.order_by("sort_path", "id") if each.exists_on(on)]
        self._by_name: dict[str, Agency] = {}
        for each in reversed(self._agencies):
            self._by_name |= {each.name: each, each.short_name: each, each.code: each}

    def named(self, words: str) -> list[Agency]:
        """The agencies some words mean: one by its name or the heart of it, all townships, everybody; perhaps none."""
        words = words.strip()
        if words in self._by_name:
            return [self._by_name[words]]
        if "乡" in words or "镇" in words or "街道" in words:
            return [each for each in self._agencies if each.kind == Agency.Kind.TOWNSHIP]
        if any(every in words for every in _OF_EVERYBODY):
            return [each for each in self._agencies if each.kind != Agency.Kind.INSTITUTION]
        if "政府" in words and "办公" not in words:
            return [each for each in self._agencies if each.kind == Agency.Kind.GOVERNMENT][:1]
        heart = _TAIL.sub("", _PLACE.sub("", words))
        if len(heart) < 2:
            return []
        # 人民政府 contains 民政, which is a department.
        fitting = [each for each in self._agencies if heart in each.name.replace("人民政府", "") + each.short_name]
        top = min((each.depth for each in fitting), default=0)
        return [each for each in fitting if each.depth == top][:1]


def catalogues(within: QuerySet[Agency]) -> QuerySet[CatalogueImport]:
    """The superiors' catalogues these agencies took in, newest first."""
    return CatalogueImport.objects.filter(agency__in=within).select_related("agency").order_by("-at", "-id")


def entries_of(batch: CatalogueImport) -> list[CatalogueEntry]:
    """Every row of a catalogue with its column and agencies, in the order of the sheet. Two queries."""
    rows = batch.entries.select_related("column__parent").prefetch_related("agencies")
    return list(rows.order_by("number", "id"))


def column_label(column: Column, parent: Column | None) -> str:
    """How a column is written where one types it: its name, the one above it, and its address."""
    above = f"，{parent.name}" if parent is not None else ""
    return f"{column.name}（{column.slug}{above}）"


def columns_to_choose() -> dict[str, Column]:
    """Open columns by how they are written where one types them, in tree order. One query."""
    rows = Column.objects.open().select_related("parent").in_tree_order()
    return {column_label(row, row.parent): row for row in rows}


def column_meant(words: str, known: Mapping[str, Column]) -> Column | None:
    """The column some typed words mean: as it is written, its address, or a name that only one bears."""
    words = words.strip()
    if words in known:
        return known[words]
    by_slug = {column.slug: column for column in known.values()}
    if words in by_slug:
        return by_slug[words]
    named = [column for column in known.values() if column.name == words]
    return named[0] if len(named) == 1 else None


def count_outcomes(entries: Iterable[CatalogueEntry]) -> dict[str, int]:
    """How many rows came to what. No query."""
    return dict(collections.Counter(entry.outcome for entry in entries))
