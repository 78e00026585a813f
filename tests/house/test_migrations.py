"""Migrations are there, and named for what they change."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from gongkai.config.translations import PACKAGE

MIGRATIONS = sorted(path for path in PACKAGE.glob("*/migrations/*.py") if path.stem != "__init__")
SAYS_NOTHING = re.compile(r"auto_|_and_more|_alter_\w+_options|^\d+_migration")


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: f"{path.parts[-3]}.{path.stem}")
def test_a_migration_is_named_for_what_it_changes(path: Path) -> None:
    assert re.fullmatch(r"\d{4}_[a-z0-9_]+", path.stem)
    assert not SAYS_NOTHING.search(path.stem), f"name {path.name} for what it changes: makemigrations -n"
