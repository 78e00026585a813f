"""What the clock does for the directory."""

import pytest

from gongkai.catalog import queries, tasks
from gongkai.catalog.models import Vocabulary
from tests.factories import clock

pytestmark = pytest.mark.django_db


def test_a_bare_installation_gets_the_shipped_vocabularies_once() -> None:
    tasks.take_over_vocabularies(clock.NOW)
    count = Vocabulary.objects.count()
    tasks.take_over_vocabularies(clock.NOW)

    assert Vocabulary.objects.count() == count
    assert "综合政务" in [term.label for term in queries.terms("topics", on=clock.TODAY)]
