"""Background tasks that tests queue: they note their calls and fail as often as they are told."""

from gongkai.core.background import background

CALLS: list[int] = []
FAILURES: list[Exception] = []


@background(attempts=3)
def note(*, number: int) -> int:
    """Note a number, unless a failure is waiting."""
    if FAILURES:
        raise FAILURES.pop()
    CALLS.append(number)
    return number


@background()
def note_five(*, number: int) -> None:
    """The same with the usual number of attempts."""
    CALLS.append(number)
