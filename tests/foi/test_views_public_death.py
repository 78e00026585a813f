"""The process dies somewhere between the click and the receipt: a case with its receipt, or neither and the words stay.

Each death is real: a child process answers the request and kills itself with SIGKILL before its n-th statement, or
when the answer is ready. What is left is then looked at by the living.
"""

import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from gongkai.foi.models.cases import Applicant, InfoRequest, RequestText
from gongkai.foi.models.clock import Entry
from gongkai.foi.models.intake import Draft, PendingFile
from tests.factories.orgs import AgencyFactory
from tests.foi.test_views_public import PNG, WISH, answered, fill, ticket

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 120


def in_child(work: Callable[[], object]) -> int:
    """Do something in a process of its own; the signal that ended it, or 0."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def dying_before(number: int) -> Callable[..., Any]:
    """A wrapper of statements that kills the process before the one with this number."""
    seen = iter(range(1, 10_000))

    def execute(run: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if next(seen) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return run(sql, params, many, context)

    return execute


def submit(client: Client, answer: dict[str, str], number: int) -> None:
    """Click, and die before a statement; beyond the last one, die with the answer in the hand."""
    with connection.execute_wrapper(dying_before(number)):
        client.post("/requests/apply/check/", answer)
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.fixture
def ready(client: Client) -> Iterator[tuple[Client, dict[str, str]]]:
    """A browser before the last click, with a file sent up."""
    import io

    agency = AgencyFactory(name="云州市住房和城乡建设局", short_name="市住建局")
    fill(client, agency)
    picture = io.BytesIO(PNG)
    picture.name = "证.png"
    client.post("/requests/apply/who/", {"identity_file": picture, "go": "back"})
    from tests.foi.test_views_public import who

    client.post("/requests/apply/who/", who())
    return client, answered(client)


def left() -> tuple[int, ...]:
    """How many rows there are of everything that a request is made of."""
    return tuple(model.objects.count() for model in (InfoRequest, Applicant, RequestText, Entry))


def test_at_every_statement_there_is_a_whole_case_or_none_and_the_words_stay(
    ready: tuple[Client, dict[str, str]],
) -> None:
    client, answer = ready
    deaths = 0
    for number in range(1, MOST):
        ended = in_child(lambda number=number: submit(client, answer, number))
        if ended == signal.SIGTERM:
            break
        deaths += 1
        assert ended == signal.SIGKILL
        assert left() in {(0, 0, 0, 0), (1, 1, 1, 1)}, f"half a case at statement {number}"
        if InfoRequest.objects.exists():
            continue
        assert WISH in client.get("/requests/apply/check/").content.decode(), f"the words are lost at {number}"
        assert PendingFile.objects.count() == 1
    assert deaths > 10
    assert left() == (1, 1, 1, 1)
    row = InfoRequest.objects.get()
    assert row.serial == 1, "a death has used up a number"
    assert row.files.count() == 1

    number, code = ticket(client)

    assert number == row.number
    client.post("/requests/apply/check/", answer)
    assert ticket(client) == [number, code]
    assert InfoRequest.objects.count() == 1
    assert Draft.objects.get().info_request == row
