"""The table of labels is complete, and a damaged one is refused."""

import copy
import pathlib
from typing import Any

import pytest
import yaml

from gongkai.documents.header import labels

RAW = yaml.safe_load(pathlib.Path(labels.__file__).with_name("labels.yaml").read_text("utf-8"))


def test_shipped_table_is_sound() -> None:
    table = labels.table()

    assert table.by_label["索引号"] == "index_no"
    assert table.firm.fullmatch("索  引 号")
    assert table.document_type.search("云州市供热办法(试行)")
    assert table.agency.fullmatch("云州市人民政府办公室")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("edition",), "today"),
        (("fields", 0, "kind"), "colour"),
        (("fields", 0, "source"), "hearsay"),
        (("fields", 0, "labels"), ["索引号"]),
        (("fields", 0, "id"), "publisher"),
        (("stops",), []),
        (("unknown",), 1),
    ],
)
def test_damaged_table_is_refused(path: tuple[Any, ...], value: Any) -> None:
    raw = copy.deepcopy(RAW)
    place = raw
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    with pytest.raises(labels.LabelTableFault):
        labels.parse(raw)
