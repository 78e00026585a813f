"""One call to a service that answers in JSON: whatever goes wrong on the way is a NotNow without addresses in it."""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from gongkai.core.channels import contract

SECONDS = 15
_MOST_BYTES = 1_000_000


def send_json(address: str, *, query: Mapping[str, str], body: Mapping[str, Any]) -> dict[str, Any]:
    """POST a JSON body (UTF-8, nothing escaped) and return the answer. Raises NotNow."""
    data = json.dumps(body, ensure_ascii=False).encode()
    target = f"{address}?{urllib.parse.urlencode(query)}" if query else address
    return _call(target, data, "application/json; charset=utf-8")


def send_form(address: str, *, fields: Mapping[str, str]) -> dict[str, Any]:
    """POST form fields and return the answer. Raises NotNow."""
    return _call(address, urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded")


def _call(target: str, data: bytes, kind: str) -> dict[str, Any]:
    request = urllib.request.Request(target, data=data, headers={"Content-Type": kind}, method="POST")  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310  an address of the operator's
            return _read(answer.read(_MOST_BYTES))
    except urllib.error.HTTPError as fault:
        with fault:
            # Some services explain an error in the body of a 400 or 403.
            text = fault.read(_MOST_BYTES)
        if fault.code < 500 and text.lstrip().startswith(b"{"):
            return _read(text)
        raise contract.NotNow(_("The service answered %(status)s.") % {"status": fault.code}) from fault
    except OSError as fault:
        words = _("The service cannot be reached (%(fault)s).") % {"fault": type(fault).__name__}
        raise contract.NotNow(words) from fault


def _read(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as fault:
        raise contract.NotNow(_("The service gave an answer that cannot be read.")) from fault
    if not isinstance(found, dict):
        raise contract.NotNow(_("The service gave an answer that cannot be read."))
    return found
