"""Query codes and submission keys as they are kept: hashed."""

import hashlib
import hmac

from gongkai.foi.models.cases import InfoRequest


def code_hash(code: str, salt: str) -> str:
    """The salted hash under which a code is kept; blanks, dashes and case make no difference."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(f"{salt}:{plain}".encode()).hexdigest()


def submission_hash(key: str) -> str:
    """The hash under which a submission's key is kept."""
    return hashlib.sha256(b"gongkai submission" + key.encode()).hexdigest()


def is_code(code: str, info_request: InfoRequest) -> bool:
    """Whether this is the query code of a request now."""
    return hmac.compare_digest(code_hash(code, info_request.code_salt), info_request.code_hash)
