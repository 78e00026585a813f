"""A background task to play with."""

from collections.abc import Iterator

import pytest

from tests.core import sample_tasks


@pytest.fixture(autouse=True)
def _clean_samples() -> Iterator[None]:
    sample_tasks.CALLS.clear()
    sample_tasks.FAILURES.clear()
    yield
