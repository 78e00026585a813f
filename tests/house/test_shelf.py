"""Imports go down the shelf only, and the map shows the shelf as it is."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from gongkai.config.environment import CHECKOUT

CONTRACTS = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=CHECKOUT,
        env={"PYTHONPATH": "src", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_the_map_shows_the_shelf_as_it_is() -> None:
    text = (CHECKOUT / "docs" / "map.md").read_text(encoding="utf-8")
    (shelf,) = re.findall(r"```shelf\n(.*?)```", text, re.DOTALL)
    shown = [re.split(r"\s{2,}", line.strip())[0] for line in shelf.strip().splitlines()]
    layers = next(contract["layers"] for contract in CONTRACTS if contract["name"].startswith("The shelf"))
    assert shown == layers


def test_every_package_stands_on_the_shelf() -> None:
    layers = next(contract["layers"] for contract in CONTRACTS if contract["name"].startswith("The shelf"))
    standing = {name.strip() for layer in layers for name in layer.split("|")}
    there = {path.parent.name for path in (CHECKOUT / "src" / "gongkai").glob("*/__init__.py")}
    assert there == standing
