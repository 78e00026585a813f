"""What can be done with the directory: give out index numbers; open, edit, move and close columns; keep its lists."""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.catalog import queries
from gongkai.catalog.models import Column, IndexTemplate, Obligation, Term, Vocabulary
from gongkai.core import trees
from gongkai.events import actions as events
from gongkai.orgs.models import Agency
from gongkai.rules import index_numbers, obligations, vocabularies

OPENED = events.declare("column.opened", gettext_lazy("Opened the column {name}"))
EDITED = events.declare("column.edited", gettext_lazy("Changed the column {name}: {fields}"))
MOVED = events.declare("column.moved", gettext_lazy("Moved the column {name} under {parent}"))
CLOSED = events.declare("column.closed", gettext_lazy("Closed the column {name}"))
REOPENED = events.declare("column.reopened", gettext_lazy("Opened the column {name} again"))
DUTIES_TAKEN = events.declare(
    "obligations.taken-over", gettext_lazy("Took {count} entries of the basic directory over")
)
DUTY_EDITED = events.declare("obligation.edited", gettext_lazy("Changed the duty {name}"))
DUTY_ENDED = events.declare("obligation.ended", gettext_lazy("Ended the duty {name}"))
VOCABULARY = events.declare("vocabulary.published", gettext_lazy("Version {version} of the vocabulary {name}"))
TEMPLATE_SET = events.declare(
    "index-template.set", gettext_lazy("Index numbers are written as {template} from {since}")
)

COLUMN_FIELDS = (
    "name", "block", "kind", "description", "keywords", "owner", "legal_item", "fresh_days", "position",
)  # fmt: skip
DUTY_FIELDS = ("title", "content", "basis", "column", "term_days", "fresh_days", "channel", "audience", "mode")

_ALLOCATE = (
    "INSERT INTO catalog_indexcounter (prefix, last) VALUES (%s, %s) "
    "ON CONFLICT (prefix) DO UPDATE SET last = catalog_indexcounter.last + excluded.last RETURNING last"
)


class Refused(Exception):
    """An act on the directory that cannot be; the message says why. `field` names the input at fault, if one is."""

    def __init__(self, reason: str, *, field: str | None = None) -> None:
        self.field = field
        super().__init__(reason)


class Cycle(Refused):
    """The column would lie below itself."""


@transaction.atomic(savepoint=False)
def allocate(*, prefix: str, count: int = 1) -> range:
    """Give out the next serials under a prefix: unique, without gap, never twice. One statement, whatever the count.

    Within a caller's transaction that is rolled back nothing was given out; others under the same prefix wait.
    Who needs several prefixes in one transaction asks for them in sorted order, so that nobody waits in a circle.
    """
    if count < 1:
        raise ValueError(count)
    with connection.cursor() as cursor:
        cursor.execute(_ALLOCATE, [prefix, count])
        (last,) = cursor.fetchone()
    return range(last - count + 1, last + 1)


def next_index_numbers(*, agency: Agency, on: date, count: int = 1) -> list[str]:
    """Give out index numbers of an agency by the template in force on a day.

    Raises MissingValue, UnusableValue, SerialOutOfRange, InvalidTemplate of `rules.index_numbers`.
    """
    template = index_numbers.parse_template(queries.index_template(agency, on=on))
    values = queries.index_values(agency)
    serials = allocate(prefix=index_numbers.prefix(template, values, on), count=count)
    return [index_numbers.render(template, values, on, serial) for serial in serials]


@transaction.atomic
def open_column(
    *, slug: str, name: str, block: str, kind: str, owner: Agency, by: str, at: datetime,
    parent: Column | None = None, **more: Any,
) -> Column:  # fmt: skip
    """Open a column below another or at the top; `more` are further COLUMN_FIELDS. Raises Refused."""
    Column.objects.lock()
    parent = Column.objects.get(pk=parent.pk) if parent else None
    if parent is not None and parent.closed_on is not None:
        raise Refused(_("%s is closed, so nothing can be opened below it.") % parent.name, field="parent")
    if Column.objects.filter(slug=slug).exists():
        raise Refused(_("Another column has this address."), field="slug")
    _check_name(name, parent)
    column = Column.objects.create(
        slug=slug, name=name, block=block, kind=kind, owner=owner, parent=parent, **_only(more, COLUMN_FIELDS)
    )
    trees.place(column, parent)
    column.save(update_fields=["path", "sort_path"])
    _record(OPENED, column, by=by, at=at, slug=slug)
    return column


@transaction.atomic
def edit_column(*, column: Column, values: Mapping[str, Any], by: str, at: datetime) -> Column:
    """Change COLUMN_FIELDS of a column. Its address stays. Raises Refused."""
    Column.objects.lock()
    column = Column.objects.select_related("parent").get(pk=column.pk)
    given = _only(values, COLUMN_FIELDS)
    changed = [field for field, value in given.items() if getattr(column, field) != value]
    if "name" in changed:
        _check_name(given["name"], column.parent, but=column)
    for field in changed:
        setattr(column, field, given[field])
    column.save(update_fields=changed)
    if "position" in changed:
        trees.replant(column, column.parent)
    words = "、".join(str(Column._meta.get_field(field).verbose_name) for field in changed) or "—"  # type: ignore[union-attr]
    _record(EDITED, column, by=by, at=at, fields=words)
    return column


@transaction.atomic
def move_column(*, column: Column, to: Column | None, by: str, at: datetime) -> Column:
    """Hang a column, with all below it, under another or at the top. Raises Cycle, Refused."""
    Column.objects.lock()
    column = Column.objects.get(pk=column.pk)
    to = Column.objects.get(pk=to.pk) if to else None
    if to is not None and to.path.startswith(column.path):
        words = _("%(to)s is %(column)s itself or lies below it, so it cannot stand above it.")
        raise Cycle(words % {"to": to.name, "column": column.name}, field="parent")
    if to is not None and to.closed_on is not None:
        raise Refused(_("%s is closed, so nothing can be placed below it.") % to.name, field="parent")
    _check_name(column.name, to, but=column)
    column.parent = to
    column.save(update_fields=["parent"])
    trees.replant(column, to)
    _record(MOVED, column, by=by, at=at, parent=to.name if to else "—")
    return column


@transaction.atomic
def close_column(*, column: Column, on: date, by: str, at: datetime) -> Column:
    """Close a column: it takes no more items, those it has stay. Raises Refused while open ones hang below it."""
    Column.objects.lock()
    column = Column.objects.get(pk=column.pk)
    open_below = Column.objects.open().filter(parent=column).count()
    if open_below:
        raise Refused(_("%(count)s open columns hang below it; close or move them first.") % {"count": open_below})
    column.closed_on = on
    column.save(update_fields=["closed_on"])
    _record(CLOSED, column, by=by, at=at, on=on.isoformat())
    return column


@transaction.atomic
def reopen_column(*, column: Column, by: str, at: datetime) -> Column:
    """Open a closed column again. Raises Refused while the one above it is closed."""
    Column.objects.lock()
    column = Column.objects.select_related("parent").get(pk=column.pk)
    if column.parent is not None and column.parent.closed_on is not None:
        raise Refused(_("%s is closed; open it first.") % column.parent.name)
    column.closed_on = None
    column.save(update_fields=["closed_on"])
    _record(REOPENED, column, by=by, at=at)
    return column


@dataclasses.dataclass(frozen=True)
class TakenOver:
    """Entries of the basic directory that became duties, and the statutory items that have no column yet."""

    made: list[Obligation]
    without_column: list[str]


@transaction.atomic
def take_over_obligations(
    *,
    agency: Agency,
    by: str,
    at: datetime,
    columns: Mapping[str, Column] | None = None,
    codes: Collection[str] | None = None,
) -> TakenOver:
    """Make duties of an agency out of the basic directory, those it has not yet, each in the column of its item.

    `columns` gives the column by statutory item; without it the first open column of each item is taken. `codes`
    names the entries; without it they are those of the agency's kind and level.
    """
    due = queries.due_entries(agency) if codes is None else [e for e in obligations.entries() if e.code in codes]
    by_item = queries.columns_by_legal_item() if columns is None else dict(columns)
    known = set(Obligation.objects.filter(agency=agency).values_list("code", flat=True))
    missing = [each for each in due if each.code not in known]
    rows = [
        Obligation(
            agency=agency, column=by_item[each.legal_item], code=each.code, title=each.title, content=each.content,
            basis=each.basis, legal_item=each.legal_item, term_days=each.working_days, channel=each.channel,
            audience=each.audience, mode=each.mode, level=agency.level,
        )
        for each in missing
        if each.legal_item in by_item
    ]  # fmt: skip
    made = Obligation.objects.bulk_create(rows, batch_size=500)
    if made:
        data = {"count": len(made), "codes": [each.code for each in made]}
        events.record(DUTIES_TAKEN, by=by, about=agency.reference, at=at, agency_id=agency.pk, data=data)
    without = dict.fromkeys(each.legal_item for each in missing if each.legal_item not in by_item)
    return TakenOver(made, list(without))


@transaction.atomic
def edit_obligation(*, obligation: Obligation, values: Mapping[str, Any], by: str, at: datetime) -> Obligation:
    """Change DUTY_FIELDS of a duty."""
    obligation = Obligation.objects.select_for_update().get(pk=obligation.pk)
    changed = {field: value for field, value in values.items() if field in DUTY_FIELDS}
    for field, value in changed.items():
        setattr(obligation, field, value)
    obligation.save(update_fields=list(changed))
    _record_duty(DUTY_EDITED, obligation, by=by, at=at, fields=list(changed))
    return obligation


@transaction.atomic
def end_obligation(*, obligation: Obligation, on: date, by: str, at: datetime) -> Obligation:
    """End a duty on a day; what was public under it stays."""
    obligation = Obligation.objects.select_for_update().get(pk=obligation.pk)
    obligation.ended_on = on
    obligation.save(update_fields=["ended_on"])
    _record_duty(DUTY_ENDED, obligation, by=by, at=at, on=on.isoformat())
    return obligation


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


@transaction.atomic
def set_index_template(*, agency: Agency | None, template: str, since: date, by: str, at: datetime) -> IndexTemplate:
    """Set how index numbers of an agency (or of all without their own) are written from a day on. Raises Refused."""
    try:
        parsed = index_numbers.parse_template(template)
        if agency is not None:
            index_numbers.prefix(parsed, queries.index_values(agency), since)
    except (index_numbers.InvalidTemplate, index_numbers.MissingValue, index_numbers.UnusableValue) as fault:
        raise Refused(str(fault), field="template") from fault
    row, _made = IndexTemplate.objects.update_or_create(agency=agency, since=since, defaults={"template": template})
    about = agency.reference if agency else "catalog:all"
    data = {"template": template, "since": since.isoformat()}
    events.record(TEMPLATE_SET, by=by, about=about, at=at, agency_id=agency.pk if agency else None, data=data)
    return row


# --- what the acts share ---


def _only(values: Mapping[str, Any], fields: Sequence[str]) -> dict[str, Any]:
    return {field: values[field] for field in fields if field in values}


def _check_name(name: str, parent: Column | None, but: Column | None = None) -> None:
    rows = Column.objects.filter(name=name, parent=parent)
    if (rows.exclude(pk=but.pk) if but else rows).exists():
        raise Refused(_("A column of this name stands there already."), field="name")


def _record(kind: str, column: Column, *, by: str, at: datetime, **data: Any) -> None:
    data |= {"name": column.name}
    events.record(kind, by=by, about=column.reference, at=at, agency_id=column.owner_id, data=data)


def _record_duty(kind: str, duty: Obligation, *, by: str, at: datetime, **data: Any) -> None:
    data |= {"name": duty.title}
    events.record(kind, by=by, about=f"obligation:{duty.pk}", at=at, agency_id=duty.agency_id, data=data)


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
