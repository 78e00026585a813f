"""Before the first item: agencies are founded, words and columns laid out, people entered, duties taken over."""

import datetime
from collections import defaultdict

from django.contrib.auth.hashers import make_password

from gongkai.accounts import actions as accounts
from gongkai.accounts.models import Person
from gongkai.catalog.actions import columns as catalog_columns
from gongkai.catalog.actions import duties as catalog_duties
from gongkai.catalog.actions import numbers as catalog_numbers
from gongkai.catalog.actions import vocabularies as catalog_vocabularies
from gongkai.catalog.models import Obligation
from gongkai.config.demo import city, directory, duties, staff
from gongkai.config.demo.city import Office
from gongkai.config.demo.directory import Shelf
from gongkai.config.demo.stage import OPERATOR, Stage, moment
from gongkai.orgs import actions as orgs

PASSWORD = "yunzhou-demo-2026"  # noqa: S105  printed for everybody who tries the demo
REFORM = datetime.date(2019, 3, 25)
_BEFORE = datetime.date(2019, 1, 2)
# Where those stood until the reform who now stand elsewhere.
_FIRST_PARENTS = {"bdc": "jsj", "sgjj": "fcj"}
_TEMPLATES = {
    "": "{dept}/{yyyy}-{serial:05d}",
    "hbj": "{credit_code}/{yyyy}-{serial:05d}",
    "swj2": "{org_code}/{yyyy}-{serial:05d}",
    "gaj": "{org_code}/{yyyymm}-{serial:04d}",
    "lj": "{division}-{dept}-{yyyy}-{serial:05d}",
    "ljb": "{division}-{dept}-{yyyy}-{serial:05d}",
}


def open_all(stage: Stage) -> None:
    """Everything that must stand on the first day of the three years."""
    found_agencies(stage)
    reform(stage)
    day = stage.span.start - datetime.timedelta(days=25)
    enter_people(stage, moment(day, 9))
    lay_out_directory(stage, moment(day, 14))
    take_over_duties(stage, moment(day, 16))


def founding(stage: Stage, office: Office, *, position: int, parent: str | None = None) -> orgs.Founding:
    """An office as it is founded, under its parent or another."""
    above = parent or office.parent
    return orgs.Founding(
        code=office.code,
        name=office.name,
        short_name=office.short_name,
        kind=office.kind,
        level=office.level,
        parent=stage.agencies[above] if above else None,
        position=position,
        credit_code=office.credit_code,
        division_code=office.division,
        contacts=office.contacts(),
    )


def position_of(office: Office) -> int:
    """Its place among its neighbours, as the data file orders them."""
    return (list(city.offices()).index(office.key) + 1) * 10


def found_agencies(stage: Stage) -> None:
    """Found all that stood before the records, level by level."""
    waiting = [each for each in city.offices().values() if not each.since]
    while waiting:
        parents = {each.key: _FIRST_PARENTS.get(each.key, each.parent) for each in waiting}
        ready = [each for each in waiting if not parents[each.key] or parents[each.key] in stage.agencies]
        made = orgs.found_all(
            foundings=[founding(stage, each, position=position_of(each), parent=parents[each.key]) for each in ready],
            by=OPERATOR,
            at=moment(_BEFORE, 9),
        )
        stage.agencies |= {office.key: agency for office, agency in zip(ready, made, strict=True)}
        waiting = [each for each in waiting if each not in ready]


def reform(stage: Stage) -> None:
    """The reform of 2019: two mergers, one move, one new name."""
    offices, at = city.offices(), moment(REFORM, 10)
    basis = "云政发〔2019〕6号"
    stage.agencies["zjj"] = orgs.merge(
        predecessors=[stage.agencies["jsj"], stage.agencies["fcj"]],
        into=founding(stage, offices["zjj"], position=position_of(offices["zjj"])),
        on=REFORM, by=OPERATOR, at=at, basis=basis,
    )  # fmt: skip
    orgs.merge(
        predecessors=[stage.agencies["lsj"]], into=stage.agencies["fgw"], on=REFORM, by=OPERATOR, at=at, basis=basis
    )
    stage.refresh_agencies()
    moved_on = REFORM + datetime.timedelta(days=21)
    orgs.move(
        agency=stage.agencies["bdc"], to=stage.agencies["zrj"], on=moved_on, by=OPERATOR, at=moment(moved_on, 10), basis=basis
    )  # fmt: skip
    stage.refresh_agencies()


def enter_people(stage: Stage, at: datetime.datetime) -> None:
    """Enter everybody and give them their roles, as far as their agencies stand.

    The password is hashed once for all: forty hashes take longer than everything else here.
    """
    for clerk in staff.clerks():
        stage.people[clerk.username] = accounts.enter_person(
            username=clerk.username,
            name=clerk.name,
            home=stage.agencies[clerk.home],
            email=f"{clerk.username}@yunzhou.example",
            phone=f"0990-8861 {clerk.phone}",
            by=OPERATOR,
            at=at,
        )
    Person.objects.filter(pk__in=[each.pk for each in stage.people.values()]).update(password=make_password(PASSWORD))
    give_roles(stage, set(stage.agencies), at)


def give_roles(stage: Stage, keys: set[str], at: datetime.datetime) -> None:
    """Give the roles that are held in these agencies."""
    for clerk in staff.clerks():
        for post in clerk.posts:
            if post.office in keys:
                accounts.give_role(
                    person=stage.people[clerk.username],
                    role=post.role,
                    agency=stage.agencies[post.office],
                    with_subtree=post.with_subtree,
                    since=at.date(),
                    by=OPERATOR,
                    at=at,
                )


def lay_out_directory(stage: Stage, at: datetime.datetime) -> None:
    """The vocabularies, how index numbers are written, and the columns whose agencies stand."""
    catalog_vocabularies.load_vocabularies(by=OPERATOR, at=at)
    for key, template in _TEMPLATES.items():
        agency = stage.agencies[key] if key else None
        catalog_numbers.set_index_template(agency=agency, template=template, since=_BEFORE, by=OPERATOR, at=at)
    for shelf in directory.shelves():
        if not shelf.office or shelf.office in stage.agencies:
            open_column(stage, shelf, at)


def open_column(stage: Stage, shelf: Shelf, at: datetime.datetime) -> None:
    """Open one column."""
    stage.columns[shelf.slug] = catalog_columns.open_column(
        slug=shelf.slug,
        name=shelf.name,
        block=shelf.block,
        kind=shelf.kind,
        owner=stage.agencies[shelf.owner],
        parent=stage.columns.get(shelf.parent),
        position=shelf.position,
        legal_item=shelf.legal,
        fresh_days=shelf.fresh,
        description=shelf.text or f"{shelf.name}发布的信息",
        by=OPERATOR,
        at=at,
    )


def take_over_duties(stage: Stage, at: datetime.datetime, *, only: set[str] | None = None) -> None:
    """The basic directory of every agency that stands (or of some), each entry in its column and with its term."""
    by_office: dict[str, list[duties.Duty]] = defaultdict(list)
    for duty in duties.kept():
        if duty.office.key in stage.agencies and (only is None or duty.office.key in only):
            by_office[duty.office.key].append(duty)
    for key, kept in by_office.items():
        made = catalog_duties.take_over_obligations(
            agency=stage.agencies[key],
            columns={each.entry.legal_item: stage.columns[each.column] for each in kept},
            codes={each.entry.code for each in kept},
            by=OPERATOR,
            at=at,
        ).made
        rows = {each.code: each for each in made}
        for duty in kept:
            row = _placed(rows[duty.entry.code], duty, stage, at)
            stage.duties.setdefault((key, duty.column), row)


def _placed(row: Obligation, duty: duties.Duty, stage: Stage, at: datetime.datetime) -> Obligation:
    column = stage.columns[duty.column]
    if row.column_id == column.pk and duty.fresh is None:
        return row
    values = {"column": column, "fresh_days": duty.fresh}
    return catalog_duties.edit_obligation(obligation=row, values=values, by=OPERATOR, at=at)
