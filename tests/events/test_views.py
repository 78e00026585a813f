"""Health as machines ask for it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.core import WorkerFactory


def test_healthz_asks_no_database(client: Client) -> None:
    """Without access to a database any query would raise."""
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"alive": True})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_wants_a_worker_that_was_seen_lately(client: Client) -> None:
    WorkerFactory()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"ready": False, "database": True, "migrations": True, "worker": False}
    WorkerFactory(seen_at=timezone.now())
    assert client.get("/readyz").json()["ready"] is True


@pytest.mark.django_db
def test_readyz_runs_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(6):
        client.get("/readyz")
