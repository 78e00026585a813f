"""The addresses of pictures inside a text: as it is kept they are public ones, in the desk those of the desk."""

import re
from urllib.parse import quote, unquote

from django.urls import reverse

_PUBLIC = re.compile(r'src="/files/[0-9a-f]{2}/([0-9a-f]{64})/([^"/]+)"')
_NONE = "0" * 64


def for_desk(html: str) -> str:
    """A text whose pictures are asked for here."""
    return _PUBLIC.sub(
        lambda match: f'src="{reverse("disclosures:picture", args=[match[1], unquote(match[2])])}"', html
    )


def for_public(html: str) -> str:
    """The same text as it is kept: pictures by their public address."""
    start = reverse("disclosures:picture", args=[_NONE, "x"]).removesuffix(f"{_NONE}/x/")
    return re.sub(
        rf'src="{re.escape(start)}([0-9a-f]{{64}})/([^"/]+)/"',
        lambda match: f'src="/files/{match[1][:2]}/{match[1]}/{quote(unquote(match[2]))}"',
        html,
    )
