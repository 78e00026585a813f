"""What became of the offices in the three years: a merger, a split, renamings, an end, each on its day."""

import dataclasses
import datetime
from collections.abc import Callable, Iterator

from gongkai.catalog.actions import columns as catalog_columns
from gongkai.catalog.actions import duties as catalog_duties
from gongkai.catalog.models import Obligation
from gongkai.config.demo import city, directory, opening
from gongkai.config.demo.city import Office
from gongkai.config.demo.schedule import Window
from gongkai.config.demo.stage import OPERATOR, Stage, moment
from gongkai.orgs import actions as orgs

# Key of the office → act that renames it, full name, short name.
_RENAMED = {
    "jrj": ("rename", "云州市地方金融管理局", "市地方金融管理局"),
    "lw": ("town", "南浦县柳湾镇人民政府", "柳湾镇"),
}


def as_of(office: Office, day: datetime.date, span: Window) -> Office:
    """The office under the name it bore on a day."""
    act, name, short_name = _RENAMED.get(office.key, ("", "", ""))
    if act and day >= span.acts[act]:
        return dataclasses.replace(office, name=name, short_name=short_name)
    return office


def acts(stage: Stage) -> Iterator[tuple[datetime.datetime, Callable[[datetime.datetime], None]]]:
    """The moments of the acts, and what then happens."""
    does = {
        "merge": _merge_revival,
        "rename": lambda stage: _rename(stage, "jrj"),
        "town": _towns,
        "split": _split_culture,
        "end": _end_works,
    }
    for name, day in stage.span.acts.items():
        yield moment(day, 8, 30), lambda _at, act=does[name]: act(stage)  # type: ignore[misc]


def _day(stage: Stage, act: str) -> tuple[datetime.date, datetime.datetime, str]:
    day = stage.span.acts[act]
    return day, moment(day, 8, 30), f"云编发〔{day.year}〕{day.month}号"


def _merge_revival(stage: Stage) -> None:
    day, at, basis = _day(stage, "merge")
    orgs.merge(
        predecessors=[stage.agencies["xczx"]], into=stage.agencies["nyj"], on=day, by=OPERATOR, at=at, basis=basis
    )
    _finish(stage, at, ended={"xczx"})


def _rename(stage: Stage, key: str) -> None:
    act, name, short_name = _RENAMED[key]
    day, at, basis = _day(stage, act)
    orgs.rename(agency=stage.agencies[key], name=name, short_name=short_name, on=day, by=OPERATOR, at=at, basis=basis)
    for shelf in directory.shelves():
        if shelf.office == key:
            catalog_columns.edit_column(
                column=stage.columns[shelf.slug], values={"name": short_name}, by=OPERATOR, at=at
            )
    stage.refresh_agencies()


def _towns(stage: Stage) -> None:
    day, at, basis = _day(stage, "town")
    office = city.offices()["sqz"]
    stage.agencies["sqz"] = orgs.merge(
        predecessors=[stage.agencies["sq1"], stage.agencies["sq2"]],
        into=opening.founding(stage, office, position=opening.position_of(office)),
        on=day, by=OPERATOR, at=at, basis=basis,
    )  # fmt: skip
    _rename(stage, "lw")
    _finish(stage, at, ended={"sq1", "sq2"}, begun={"sqz"})


def _split_culture(stage: Stage) -> None:
    day, at, basis = _day(stage, "split")
    offices = [city.offices()[key] for key in ("wlj", "tyj")]
    made = orgs.split(
        agency=stage.agencies["wltj"],
        into=[opening.founding(stage, each, position=opening.position_of(each)) for each in offices],
        on=day, by=OPERATOR, at=at, basis=basis,
    )  # fmt: skip
    stage.agencies |= {office.key: agency for office, agency in zip(offices, made, strict=True)}
    for slug in ("local-culture", "news-tourism"):
        values = {"owner": stage.agencies["wlj"]}
        catalog_columns.edit_column(column=stage.columns[slug], values=values, by=OPERATOR, at=at)
    catalog_columns.close_column(column=stage.columns["news-tourism"], on=day, by=OPERATOR, at=at)
    _finish(stage, at, ended={"wltj"}, begun={"wlj", "tyj"})


def _end_works(stage: Stage) -> None:
    day, at, basis = _day(stage, "end")
    orgs.dissolve(agency=stage.agencies["zdgc"], on=day, by=OPERATOR, at=at, basis=basis)
    _finish(stage, at, ended={"zdgc"})


def _finish(
    stage: Stage, at: datetime.datetime, *, ended: set[str], begun: frozenset[str] | set[str] = frozenset()
) -> None:
    """Close the columns and duties of those that ended; open those of the new ones, and give out their roles."""
    stage.refresh_agencies()
    for shelf in directory.shelves():
        if shelf.office in ended:
            catalog_columns.close_column(column=stage.columns[shelf.slug], on=at.date(), by=OPERATOR, at=at)
        elif shelf.office in begun:
            opening.open_column(stage, shelf, at)
    for duty in Obligation.objects.filter(agency__in=[stage.agencies[key] for key in ended], ended_on__isnull=True):
        catalog_duties.end_obligation(obligation=duty, on=at.date(), by=OPERATOR, at=at)
    if begun:
        opening.give_roles(stage, set(begun), at)
        opening.take_over_duties(stage, at, only=set(begun))
