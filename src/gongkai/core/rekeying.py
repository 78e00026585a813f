"""Changing the keys of personal data while the installation runs: what is sealed under an old key is sealed anew.

Encrypted fields are found by themselves. What else hangs on the keys (blind indexes, sealed files) is a `Keeper` that
its app registers.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction

from gongkai.core import encryption

BATCH = 500


@dataclass(frozen=True)
class Keeper:
    """Something besides encrypted fields that hangs on the keys: how much is stale, and how to renew some of it."""

    name: str
    stale: Callable[[], int]
    renew: Callable[[int], int]


KEEPERS: dict[str, Keeper] = {}


def keep(name: str, *, stale: Callable[[], int], renew: Callable[[int], int]) -> None:
    """Register: `stale()` counts what is not under the key in use, `renew(limit)` renews some and says how many."""
    KEEPERS[name] = Keeper(name, stale, renew)


def sealed_fields() -> Iterator[encryption.EncryptedField]:
    """Every encrypted field of every model."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, encryption.EncryptedField):
                yield field


def stale() -> dict[str, int]:
    """How much is sealed under another key than the one in use, by place; places without any are left out."""
    found = {}
    for field in sealed_fields():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) {_from(field)}", [_pattern()])
            found[_place(field)] = int(cursor.fetchone()[0])
    found |= {name: keeper.stale() for name, keeper in KEEPERS.items()}
    return {place: count for place, count in found.items() if count}


def renew(*, progress: Callable[[str, int], object]) -> int:
    """Seal everything stale anew, in batches, each its own transaction. Returns how many values were renewed.

    Raises encryption.Unopenable for a value whose key is lost; what was renewed before stays renewed.
    """
    total = 0
    for field in sealed_fields():
        count = 0
        while done := _renew_batch(field):
            count += done
            progress(_place(field), count)
        total += count
    for name, keeper in KEEPERS.items():
        count = 0
        while done := keeper.renew(BATCH):
            count += done
            progress(name, count)
        total += count
    return total


@transaction.atomic
def _renew_batch(field: encryption.EncryptedField) -> int:
    table, column = _names(field)
    place = _place(field)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, {column} {_from(field)} ORDER BY id LIMIT {BATCH}", [_pattern()])
        rows = cursor.fetchall()
        # The old value is compared, so that what somebody wrote meanwhile stands.
        cursor.executemany(
            f"UPDATE {table} SET {column} = %s WHERE id = %s AND {column} = %s",  # noqa: S608
            [(encryption.seal(encryption.unseal(old, place=place), place=place), pk, old) for pk, old in rows],
        )
    return len(rows)


def unopenable() -> Iterator[tuple[str, int]]:
    """Every value that cannot be opened, by place and row. Opens all of them, so it takes its time."""
    for field in sealed_fields():
        table, column = _names(field)
        place = _place(field)
        last = 0
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT id, {column} FROM {table} WHERE id > %s AND {column} <> '' ORDER BY id LIMIT 1000",  # noqa: S608
                    [last],
                )
                rows = cursor.fetchall()
            for pk, sealed in rows:
                try:
                    encryption.unseal(sealed, place=place)
                except encryption.Unopenable:
                    yield place, pk
            if not rows:
                break
            last = rows[-1][0]


def _names(field: encryption.EncryptedField) -> tuple[str, str]:
    quote = connection.ops.quote_name
    return quote(field.model._meta.db_table), quote(field.attname)


def _from(field: encryption.EncryptedField) -> str:
    table, column = _names(field)
    return f"FROM {table} WHERE {column} <> '' AND {column} NOT LIKE %s"


def _pattern() -> str:
    return f"{encryption.ring().first.id}.%"


def _place(field: encryption.EncryptedField) -> str:
    return f"{field.model._meta.label}.{field.name}"
