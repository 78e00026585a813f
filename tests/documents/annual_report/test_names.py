"""Every indicator that can be read has a name for people."""

import pathlib

import pytest
import yaml

from gongkai.documents.annual_report import layouts, names, vocabulary


def test_every_indicator_has_a_name() -> None:
    shipped = layouts.load()
    words = vocabulary.load()
    ids = {each.id for each in words.indicators} | set(words.absence.subjects)
    ids |= {place.id for place in shipped.remedies if place.id}
    ids |= {
        place.id
        for rows in shipped.rows.values()
        for row in rows
        for places in row.places.values()
        for place in places
        if place.id
    }
    ids |= {
        f"disclosed.by_channel.{each.id}"
        for each in words.channels
        if each.id not in ("new_media", "section", "account")
    }

    assert all(names.name_of(each) for each in ids)


def test_a_grid_indicator_is_row_and_column() -> None:
    assert names.name_of("requests.partial.enterprise") == "部分公开 · 商业企业"
    assert names.name_of("requests.partial.total") == "部分公开"


def test_what_is_no_indicator_has_no_name() -> None:
    with pytest.raises(KeyError):
        names.name_of("weather.rain")


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content.pop("rows"),
        lambda content: content.update(edition="soon"),
        lambda content: content["names"].update({"fees.amount": None}),
        lambda content: content["rows"].update({"requests.granted": ""}),
    ],
)
def test_a_damaged_file_is_refused(damage) -> None:
    file = pathlib.Path(names.__file__).with_name("names.yaml")
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    damage(content)

    with pytest.raises(names.NameFault):
        names.parse(content)
