"""The declaration of indicators: every cell has one, ids are names, parts know their sources, the manual lists them."""

import re

import pytest

from gongkai.config.environment import CHECKOUT
from gongkai.rules import forms
from gongkai.statistics.queries import indicators
from gongkai.statistics.queries.sources import SOURCES

EDITIONS = [each.edition for each in forms.load()]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_cell_has_exactly_one_indicator(edition: str) -> None:
    filled = [cell for each in indicators.declared().values() for form, cell in each.cells if form == edition]
    assert sorted(filled) == sorted(forms.form(edition).cells)
    assert list(indicators.of_edition(edition)) == list(forms.form(edition).cells)


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_indicator_is_called_as_its_cells_and_counts_in_their_unit(edition: str) -> None:
    for cell, each in indicators.of_edition(edition).items():
        known = forms.form(edition).cells[cell]
        assert each.unit == known.unit
        name = known.indicator or cell
        assert each.id in (name, f"{name}:{cell}")


def test_parts_choose_by_fields_their_source_has() -> None:
    for each in indicators.declared().values():
        assert each.parts, each.id
        assert str(each.meaning)
        for part in each.parts:
            assert set(part.fields) <= set(SOURCES[part.source].by), each.id
            assert all(choice.values for choice in part.choices), each.id


def test_an_unknown_id_is_told() -> None:
    with pytest.raises(indicators.NoIndicator):
        indicators.indicator("nothing")


def test_the_manual_lists_every_indicator_but_the_cells_of_requests() -> None:
    text = (CHECKOUT / "docs" / "figures.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([a-z0-9_.:]+)` \|", text, re.MULTILINE))
    of_requests = {id for id in indicators.declared() if id.startswith(("requests.", "s3_", "table3."))}
    assert listed == set(indicators.declared()) - of_requests
