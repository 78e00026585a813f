"""The key pair of this installation, by which others can tell that a dump is ours: Ed25519, made at first use.

The private key is `signing-key.pem` in the installation's folder, readable by its owner alone; the
public key lies beside what is signed.
"""

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from gongkai.core import backup

FILE = backup.SIGNING


def sign(content: bytes) -> bytes:
    """The signature of bytes, 64 of them."""
    return _key().sign(content)


def public_key() -> bytes:
    """The public key as PEM."""
    return _key().public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def is_signed(content: bytes, signature: bytes, key: bytes) -> bool:
    """Whether the owner of a public key signed these bytes."""
    loaded = serialization.load_pem_public_key(key)
    if not isinstance(loaded, Ed25519PublicKey):
        return False
    try:
        loaded.verify(signature, content)
    except InvalidSignature:
        return False
    return True


def _key() -> Ed25519PrivateKey:
    path = Path(settings.HOME) / FILE
    if not path.exists():
        _make(path)
    loaded = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(loaded, Ed25519PrivateKey):
        raise TypeError(f"{path} holds no Ed25519 key")
    return loaded


def _make(path: Path) -> None:
    """Write a new key unless somebody else has just done so: of two that begin together one wins."""
    content = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink(missing_ok=True)
