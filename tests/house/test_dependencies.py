"""What we stand on: packages locked by hash, each with its reason, under licences we may ship."""

import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from gongkai.config.environment import CHECKOUT

LOCKS = sorted(CHECKOUT.glob("requirements*.lock"))
COPYLEFT = re.compile(r"\bA?GPL|GNU (Affero )?General Public", re.IGNORECASE)
LESSER = re.compile(r"LGPL|Lesser General Public", re.IGNORECASE)
# Packages whose licence text mentions the GPL for another reason than being under it, with that reason.
EXPLAINED: dict[str, str] = {}


def locked(lock: Path) -> Iterator[tuple[str, str]]:
    """Names and versions that a lock file names."""
    for line in lock.read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)", line):
            yield match[1], match[2]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"https?://|--index-url|--find-links|file:", text)
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert all("--hash=sha256:" in block for block in blocks if re.match(r"[A-Za-z0-9._-]+(\[.*\])?==", block))


def test_the_test_lock_agrees_with_the_lock() -> None:
    ours, theirs = (dict(locked(CHECKOUT / name)) for name in ("requirements.lock", "requirements-test.lock"))
    assert {name: theirs.get(name) for name in ours} == ours


@pytest.mark.parametrize("name", [name for name, _ in locked(CHECKOUT / "requirements.lock")])
def test_the_licence_is_one_we_may_ship(name: str) -> None:
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        pytest.skip("not for this system")
    said = " ".join(
        [about.get("License-Expression") or "", (about.get("License") or "")[:200]]
        + [line for line in about.get_all("Classifier") or [] if line.startswith("License")]
    )
    assert said.strip() or name in EXPLAINED, "no licence is declared"
    if COPYLEFT.search(LESSER.sub("", said)):
        assert name in EXPLAINED, said


def test_every_dependency_has_its_reason() -> None:
    text = (CHECKOUT / "docs" / "decisions" / "0010-dependencies.md").read_text(encoding="utf-8")
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.match(r"[A-Za-z0-9-]+", line)[0] for line in project["dependencies"]}  # type: ignore[index]
    assert set(re.findall(r"^\| `([a-z0-9-]+)` \|", text, re.MULTILINE)) >= wanted
