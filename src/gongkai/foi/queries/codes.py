"""Query codes and submission keys as they are kept: hashed."""

import hashlib


def code_hash(code: str, salt: str) -> str:
    """The salted hash under which a code is kept; blanks, dashes and case make no difference."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(f"{salt}:{plain}".encode()).hexdigest()


def submission_hash(key: str) -> str:
    """The hash under which a submission's key is kept."""
    return hashlib.sha256(b"gongkai submission" + key.encode()).hexdigest()
