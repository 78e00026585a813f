"""Words shown once, on the next page, perhaps with a way back."""

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest


def say(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Tell the person what was done. `undo` is an address that takes it back by POST."""
    messages.success(request, text, extra_tags=f"undo={quote(undo, safe='/?&=,%:')}" if undo else "")


def warn(request: HttpRequest, text: str) -> None:
    """Tell the person what was not done, and why."""
    messages.warning(request, text)
