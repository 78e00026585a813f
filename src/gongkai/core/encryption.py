"""Personal data at rest: a ring of keys, sealing and opening, a model field that does both, and blind indexes.

A sealed value is `key-id.base64(nonce + ciphertext)`, AES-256-GCM, bound to its place (the name of its field) so that
it opens nowhere else. New values take the ring's first key; older keys still open what they sealed, until
`gongkai rotate-keys` has sealed everything anew. The ring is `personal-keys` in the installation's folder, one
`key-id base64(key)` a line, the one in use first; or `GONGKAI_PERSONAL_KEYS`, the same with commas for line ends.
The file is read again whenever it changes, so that running processes follow a rotation.

A blind index is a keyed hash: equal values can be found without being opened (`blind`, `blinds`).
"""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import Exact

FILE = "personal-keys"
_NONCE = 12


class Unopenable(Exception):
    """A sealed value cannot be opened: its key is not on the ring, or it was changed or moved from its place."""


class WrongRing(Exception):
    """The ring of keys cannot be read; the text says why."""


@dataclass(frozen=True)
class Key:
    """One key: its id, and the two secrets made from it."""

    id: str
    secret: bytes

    @property
    def cipher(self) -> AESGCM:
        """What seals and opens."""
        return AESGCM(hmac.digest(self.secret, b"gongkai seal", "sha256"))

    def blinded(self, value: str) -> str:
        """The keyed hash of a value."""
        own = hmac.digest(self.secret, b"gongkai blind index", "sha256")
        return f"{self.id}.{hmac.new(own, value.encode(), hashlib.sha256).hexdigest()}"


@dataclass(frozen=True)
class Ring:
    """The keys in their order; the first seals."""

    keys: tuple[Key, ...]

    @property
    def first(self) -> Key:
        """The key in use."""
        return self.keys[0]

    def find(self, id: str) -> Key:
        """The key of an id. Raises Unopenable."""
        for key in self.keys:
            if key.id == id:
                return key
        raise Unopenable(id)


_kept: dict[tuple[str, int], Ring] = {}
_ciphers: dict[bytes, AESGCM] = {}


def ring() -> Ring:
    """The keys as they are now; the first call in a new installation makes one."""
    given = settings.PERSONAL_KEYS
    if given:
        return _read(given.replace(",", "\n"))
    path = _path()
    try:
        stamp = (str(path), path.stat().st_mtime_ns)
    except FileNotFoundError:
        _write_new(path, _line(_new_key()))
        stamp = (str(path), path.stat().st_mtime_ns)
    if stamp not in _kept:
        _kept.clear()
        _kept[stamp] = _read(path.read_text())
    return _kept[stamp]


def add_key() -> str:
    """Put a new key first on the ring, for all processes; its id. Raises WrongRing when the keys are a setting."""
    return _replace((_new_key(), *ring().keys))


def drop_old_keys() -> tuple[str, ...]:
    """Take every key but the first from the ring; what they sealed is lost. Returns their ids."""
    old = tuple(key.id for key in ring().keys[1:])
    if old:
        _replace(ring().keys[:1])
    return old


def seal(plain: str, *, place: str) -> str:
    """Seal a text for a place. An empty text stays empty: that nothing was given is no secret."""
    return seal_bytes(plain.encode(), place=place).decode() if plain else ""


def unseal(sealed: str, *, place: str) -> str:
    """Open what was sealed for a place. Raises Unopenable."""
    return unseal_bytes(sealed.encode(), place=place).decode() if sealed else ""


def seal_bytes(plain: bytes, *, place: str) -> bytes:
    """Seal bytes for a place: key id, a dot, base64 of nonce and ciphertext."""
    key = ring().first
    nonce = os.urandom(_NONCE)
    sealed = _cipher(key).encrypt(nonce, plain, place.encode())
    return key.id.encode() + b"." + base64.urlsafe_b64encode(nonce + sealed)


def unseal_bytes(sealed: bytes, *, place: str) -> bytes:
    """Open bytes that were sealed for a place. Raises Unopenable."""
    id, _dot, text = sealed.partition(b".")
    try:
        key = ring().find(id.decode("ascii", "replace"))
        raw = base64.urlsafe_b64decode(text)
        return _cipher(key).decrypt(raw[:_NONCE], raw[_NONCE:], place.encode())
    except (Unopenable, InvalidTag, binascii.Error, ValueError) as error:
        raise Unopenable(place) from error


def key_of(sealed: str | bytes) -> str:
    """The id of the key that sealed or blinded a value."""
    text = sealed if isinstance(sealed, str) else sealed[:64].decode("ascii", "replace")
    return text.partition(".")[0]


def blind(value: str) -> str:
    """The blind index of a value under the key in use; width, case and blanks make no difference."""
    plain = _plain(value)
    return ring().first.blinded(plain) if plain else ""


def blinds(value: str) -> list[str]:
    """The blind indexes of a value under every key, to look it up while keys are being changed."""
    plain = _plain(value)
    return [key.blinded(plain) for key in ring().keys] if plain else []


def _plain(value: str) -> str:
    return "".join(unicodedata.normalize("NFKC", value).split()).casefold()


def _cipher(key: Key) -> AESGCM:
    if key.secret not in _ciphers:
        _ciphers[key.secret] = key.cipher
    return _ciphers[key.secret]


def _path() -> Path:
    return Path(settings.HOME) / FILE


def _new_key() -> Key:
    return Key(secrets.token_hex(4), secrets.token_bytes(32))


def _line(key: Key) -> str:
    return f"{key.id} {base64.urlsafe_b64encode(key.secret).decode()}\n"


def _read(text: str) -> Ring:
    keys = []
    for line in filter(None, map(str.strip, text.splitlines())):
        id, _blank, secret = line.partition(" ")
        try:
            key = Key(id, base64.urlsafe_b64decode(secret))
        except binascii.Error as error:
            raise WrongRing(f"the key {id!r} is not base64") from error
        if len(key.secret) < 32 or not id.isalnum():
            raise WrongRing(f"the key {id!r} must have a plain id and 32 bytes")
        keys.append(key)
    if not keys:
        raise WrongRing("there is no key on the ring")
    return Ring(tuple(keys))


def _write_new(path: Path, text: str) -> None:
    """Write the file unless somebody else has just done so: of two that begin together one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    _write(temporary, text)
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


def _replace(keys: tuple[Key, ...]) -> str:
    if settings.PERSONAL_KEYS:
        raise WrongRing("the keys are given by GONGKAI_PERSONAL_KEYS; change them there and start again")
    path = _path()
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    _write(temporary, "".join(map(_line, keys)))
    temporary.replace(path)
    _kept.clear()
    return keys[0].id


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


class _IsEmpty(Exact):
    def get_prep_lookup(self) -> Any:
        if self.rhs != "":
            raise FieldError("a sealed value cannot be looked up; keep a blind index beside it")
        return self.rhs


class EncryptedField(models.TextField):
    """A text that lies sealed in the database and is read and written in clear. It cannot be searched or sorted."""

    def get_prep_value(self, value: Any) -> Any:
        """Seal on the way in."""
        return None if value is None else seal(str(value), place=self._place)

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        """Open on the way out. Raises Unopenable."""
        return None if value is None else unseal(value, place=self._place)

    def get_lookup(self, lookup_name: str) -> Any:
        """Only emptiness can be asked for; equal values are found by a blind index."""
        return {"isnull": super().get_lookup("isnull"), "exact": _IsEmpty}.get(lookup_name)

    @property
    def _place(self) -> str:
        return f"{self.model._meta.label}.{self.name}"
