"""The people of the demo: who holds which role where, and who therefore writes, reviews and issues an agency's items."""

import csv
import functools
from dataclasses import dataclass

from gongkai.config.demo import city


@dataclass(frozen=True)
class Post:
    """A role held in an agency, with or without all below it."""

    role: str
    office: str
    with_subtree: bool


@dataclass(frozen=True)
class Clerk:
    """Somebody who signs in."""

    username: str
    name: str
    home: str
    phone: str
    posts: tuple[Post, ...]


@dataclass(frozen=True)
class Team:
    """Sign-in names of those through whose hands an agency's items go."""

    officers: tuple[str, ...]
    reviewer: str
    secrecy: str
    issuer: str


@functools.cache
def clerks() -> tuple[Clerk, ...]:
    """Everybody, as the data file has them."""
    with (city.DATA / "people.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Clerk(row["username"], row["name"], row["home"], row["phone"], tuple(map(_post, row["roles"].split())))
            for row in csv.DictReader(file)
        )


def _post(words: str) -> Post:
    role, _at, office = words.partition("@")
    return Post(role, office.removesuffix("+"), office.endswith("+"))


@functools.cache
def team(key: str) -> Team:
    """Who works on an agency's items. Raises LookupError when the data leaves a step to nobody."""
    officers = _holders("officer", key)
    return Team(tuple(officers), *(_holders(role, key)[0] for role in ("reviewer", "secrecy", "issuer")))


def _holders(role: str, key: str) -> list[str]:
    """Those who hold a role in an agency; the nearest agency above that has any, when it has none itself."""
    offices = city.offices()
    at, steps = key, 0
    while at:
        found = [
            clerk.username
            for clerk in clerks()
            for post in clerk.posts
            if post.role == role and post.office == at and (post.with_subtree or not steps)
        ]
        if found:
            return found
        at, steps = offices[at].parent, steps + 1
    raise LookupError(role, key)
