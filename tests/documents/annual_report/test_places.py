"""The city of a district: only where one city alone has it, and a data file that is refused when damaged."""

import pathlib

import pytest
import yaml

from gongkai.documents.annual_report import identity, places
from gongkai.language import folding


def agency(text: str) -> str | None:
    folded = folding.fold_text(text)
    return identity.agency(folded, identity.title(folded))


@pytest.mark.parametrize(
    ("district", "city"),
    [("路桥区", "台州市"), ("宣武区", "北京市"), ("西湖区", None), ("朝阳区", None), ("东区", None), ("没有区", None)],
)
def test_a_name_of_several_cities_tells_nothing(district: str, city: str | None) -> None:
    assert places.city_of(district) == city


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("路桥区某某街道2021年政府信息公开年度报告", "台州市路桥区某某街道办事处"),
        ("台州市路桥区某某街道2021年政府信息公开年度报告", "台州市路桥区某某街道办事处"),
        ("西湖区某某街道2021年政府信息公开年度报告", "西湖区某某街道办事处"),
        ("路桥区人民政府2021年政府信息公开年度报告", "路桥区人民政府"),
        ("路桥区教育局2021年政府信息公开年度报告", "路桥区教育局"),
        ("某某县某某镇2021年政府信息公开年度报告", "某某县某某镇人民政府"),
    ],
)
def test_only_a_street_or_town_is_given_its_city(text: str, named: str) -> None:
    assert agency(text) == named


def test_every_city_has_districts_that_are_its_own() -> None:
    assert len(places.load()) > 800


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content.pop("sources"),
        lambda content: content.update(edition="soon"),
        lambda content: content["cities"].update({"云州": "东"}),
        lambda content: content["cities"].update({"云州市": "东区"}),
        lambda content: content["cities"].update({"云州市": ["东"]}),
    ],
)
def test_a_damaged_file_is_refused(damage) -> None:
    file = pathlib.Path(places.__file__).with_name("districts.yaml")
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    damage(content)

    with pytest.raises(places.PlaceFault):
        places.parse(content)
