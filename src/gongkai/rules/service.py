"""Delivery without paper (电子送达): which way an applicant must have chosen for a look in the system to prove it."""

import functools

from gongkai.rules import datafiles

_NAME = "service.yaml"


def proves_arrival(wanted_way: str) -> bool:
    """Whether reading a letter in the system proves that it arrived, for who wanted the answer this way."""
    return wanted_way in _ways()


def article(wanted_way: str) -> str:
    """The articles that make it so; empty where it proves nothing."""
    return _ways().get(wanted_way, "")


@functools.cache
def _ways() -> dict[str, str]:
    found = {}
    for each in datafiles.read(_NAME, "ways")["ways"]:
        checked = datafiles.checked(each, _NAME, required={"way": str, "article": str})
        found[checked["way"]] = checked["article"]
    return found
