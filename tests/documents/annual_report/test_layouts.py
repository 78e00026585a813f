"""The wordings of tables: refused when damaged, and in step with the official forms."""

import pathlib

import pytest
import yaml

from gongkai.documents.annual_report import layouts
from gongkai.rules import forms

FILE = pathlib.Path(layouts.__file__).with_name("layouts.yaml")


def raw() -> dict:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content.pop("remedies"),
        lambda content: content.update(edition="soon"),
        lambda content: content["published"]["rows"].append({"says": "规章"}),
        lambda content: content["statistics"]["rows"].append(["a.b"]),
        lambda content: content["statistics"]["rows"].append(["no.such", "件", "甲"]),
        lambda content: content["statistics"]["rows"].append(["fees.amount", "元", "(甲"]),
        lambda content: content["requests"]["rows"].append(["requests.unheard_of", "甲"]),
    ],
)
def test_a_damaged_file_is_refused(damage) -> None:
    content = raw()
    damage(content)

    with pytest.raises(layouts.LayoutFault):
        layouts.parse(content)


@pytest.mark.parametrize("edition", ["2014", "2019", "2021"])
def test_every_printed_row_of_the_official_forms_is_recognised(edition: str) -> None:
    shipped = layouts.load()
    remedies = {place.id for place in shipped.remedies}
    form = forms.form(f"form-{edition}")

    for cell in form.cells.values():
        if cell.indicator and cell.indicator not in remedies:
            words = layouts.han(cell.row.label)
            named = {
                place.id
                for rows in shipped.rows.values()
                for row in rows
                if row.says.search(words)
                for places in row.places.values()
                for place in places
            }
            assert cell.indicator in named, (cell.row.label, cell.indicator)
