"""Tests of `gongkai index`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from gongkai.disclosures.actions import publishing
from gongkai.search.actions import locking
from gongkai.search.queries import generations
from tests.factories import clock
from tests.search import town as towns

pytestmark = pytest.mark.django_db


def test_index_builds_and_shows_progress() -> None:
    towns.full_town()
    out, err = StringIO(), StringIO()
    call_command("index", stdout=out, stderr=err)
    assert "24" in out.getvalue()
    assert "24/24" in err.getvalue()
    assert generations.current()


def test_verify_agrees_after_a_rebuild(town: towns.Town) -> None:
    out = StringIO()
    call_command("index", "--verify", stdout=out, stderr=StringIO())
    assert str(len(town.items)) in out.getvalue()


def test_verify_fails_on_a_difference(town: towns.Town) -> None:
    publishing.withdraw(item=town.items["石二"], by="person:1", reason="涉及个人信息", at=clock.NOW)
    with pytest.raises(SystemExit) as end:
        call_command("index", "--verify", stdout=StringIO(), stderr=StringIO())
    assert end.value.code == 1


def test_verify_without_an_index_fails_in_words(db: None) -> None:
    with pytest.raises(CommandError, match="gongkai index"):
        call_command("index", "--verify", stdout=StringIO(), stderr=StringIO())


def test_a_second_rebuild_is_refused_in_words(town: towns.Town) -> None:
    with locking.held(locking.REBUILD, patience=0), pytest.raises(CommandError):
        call_command("index", stdout=StringIO(), stderr=StringIO())
