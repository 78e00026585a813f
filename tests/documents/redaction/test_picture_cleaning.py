"""Pictures lose what they tell of their making and keep every dot."""

import io

import PIL.Image
import PIL.PngImagePlugin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.documents.redaction import picture_cleaning


def picture(kind: str) -> bytes:
    image = PIL.Image.effect_noise((40, 30), 60).convert("RGB")
    exif = image.getexif()
    exif[0x013B] = "Photographer"
    exif.get_ifd(0x8825).update({1: "N", 2: (25.0, 2.0, 0.0)})
    words = PIL.PngImagePlugin.PngInfo()
    words.add_text("Comment", "Photographer")
    buffer = io.BytesIO()
    image.save(buffer, kind, **({"pnginfo": words, "exif": exif} if kind == "PNG" else {"exif": exif}))
    return buffer.getvalue() + b"Photographer after the end"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_words_and_places_go_and_the_dots_stay(kind: str) -> None:
    data = picture(kind)
    clean = picture_cleaning.stripped(data)
    assert b"Photographer" not in clean
    with PIL.Image.open(io.BytesIO(clean)) as after, PIL.Image.open(io.BytesIO(data)) as before:
        assert not after.getexif()
        assert after.size == before.size
        if kind != "WEBP":
            assert after.tobytes() == before.tobytes()


@given(st.binary(max_size=60), st.sampled_from([b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"GIF89a", b""]))
def test_no_bytes_break_it(junk: bytes, start: bytes) -> None:
    picture_cleaning.stripped(start + junk)
