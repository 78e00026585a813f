"""The chapters the text of a report has in an edition, in order, each with the tables of the form that stand in it."""

import functools
import pathlib
from dataclasses import dataclass
from typing import Any

import yaml

from gongkai.rules import forms

DATA = pathlib.Path(__file__).parent.parent / "data" / "texts"
_NUMERALS = "一二三四五六七八九十"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Chapter:
    """A chapter: `heading` as printed ("三、收到和处理…"), empty for the opening; `title` is it without its numeral.

    `short` is what a narrow place calls it ("三、申请").
    """

    id: str
    heading: str
    title: str
    short: str
    tables: tuple[str, ...]


@functools.cache
def chapters(edition: str) -> tuple[Chapter, ...]:
    """The chapters of an edition ("form-2021"). Raises ValueError for an unknown one."""
    form = forms.form(edition)
    extra = content("chapters")
    rows = [
        *((each["id"], each["heading"]) for each in extra["before"].get(edition, ())),
        *((each.id, each.title) for each in form.chapters),
        *((each["id"], each["heading"]) for each in extra["after"].get(edition, ())),
    ]
    found: list[Chapter] = []
    number = 0
    for id, title in rows:
        numeral = f"{_NUMERALS[number]}、" if title else ""
        number += bool(title)
        tables = tuple(each.id for each in form.tables if each.chapter == id)
        short = f"{numeral}{extra['short'].get(id, title)}"
        found.append(Chapter(id, f"{numeral}{title}", title, short, tables))
    return tuple(found)


def annexed(edition: str) -> tuple[str, ...]:
    """The tables that stand behind the text, in no chapter."""
    inside = {table for each in chapters(edition) for table in each.tables}
    return tuple(each.id for each in forms.form(edition).tables if each.id not in inside)


def content(name: str) -> Any:
    """One of the data files of the text, as plain values."""
    with (DATA / f"{name}.yaml").open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=_LOADER)  # noqa: S506 (CSafeLoader is the safe one, in C)
