"""What a picture carries besides its dots: camera, owner, and the place it was taken."""

import io
from typing import Any

import PIL.ExifTags
import PIL.Image

from gongkai.documents.inspection import findings

_FAULTS = (OSError, ValueError, SyntaxError, TypeError, KeyError, PIL.Image.DecompressionBombError)
_PERSONS = {"Artist": "作者", "Copyright": "版权", "XPAuthor": "作者", "CameraOwnerName": "相机主人"}
_DETAILS = {
    "Model": "相机型号",
    "DateTime": "时间",
    "Software": "软件",
    "ImageDescription": "说明",
    "HostComputer": "电脑",
}
_TEXT_KEYS = frozenset(("comment", "Comment", "Author", "Description", "Title", "XML:com.adobe.xmp", "parameters"))


def inspect(data: bytes, where: str, notes: findings.Notes) -> None:
    """Add what the picture says of its making; a picture that cannot be opened says nothing."""
    try:
        with PIL.Image.open(io.BytesIO(data)) as picture:
            exif = picture.getexif()
            said = {key: value for key, value in picture.info.items() if key in _TEXT_KEYS}
    except _FAULTS:
        return
    if exif:
        _exif(exif, where, notes)
    for key, value in said.items():
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        if text.strip("\x00 "):
            notes.add("metadata", "info", where, text, f"图片里写有说明（{key}）")


def _exif(exif: Any, where: str, notes: findings.Notes) -> None:
    place = _position(exif.get_ifd(PIL.ExifTags.IFD.GPSInfo))
    if place:
        notes.add("location", "block", where, place, f"图片记有拍摄位置（{place}），请去除位置信息后再发")
    named = {PIL.ExifTags.TAGS.get(key, ""): value for key, value in exif.items()}
    for tag, label in _PERSONS.items():
        if text := _words(named.get(tag)):
            notes.add("metadata", "warn", where, text, f"图片属性里留有{label}「{text}」，请清除")
    details = "，".join(f"{label} {text}" for tag, label in _DETAILS.items() if (text := _words(named.get(tag))))
    if details:
        notes.add("metadata", "info", where, details, f"图片记有拍摄信息：{details}")


def _position(gps: dict[int, Any]) -> str:
    try:
        latitude, longitude = (_degrees(gps[key]) for key in (2, 4))
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return ""
    return f"{gps.get(3, 'E')} {longitude:.4f}，{gps.get(1, 'N')} {latitude:.4f}"


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(each) for each in parts)
    return degrees + minutes / 60 + seconds / 3600


def _words(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-16-le", "replace")
    return str(value).strip("\x00 ") if value is not None else ""
