"""Compressed containers (docx, xlsx, ofd, zip) are judged by their table of contents before anything is unpacked."""

import io
import zipfile
import zlib

from gongkai.documents import faults, paper

_ARCHIVE_NAMES = (".zip", ".rar", ".7z", ".gz", ".tgz", ".bz2", ".xz", ".tar", ".cab", ".iso", ".jar", ".zst")
_ARCHIVE_STARTS = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_EMBEDDINGS = "/embeddings/"
_READ_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def names_of(data: bytes) -> tuple[str, ...]:
    """Names in the archive's table of contents; raises zipfile.BadZipFile when there is none to read."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return tuple(archive.namelist())


def check(data: bytes, *, name: str, label: str, limits: paper.Limits) -> None:
    """Refuse bombs, nested archives, encrypted and macro containers; reads nothing but directory and first bytes.

    `label` is what the container is called in the message when it is damaged. An office file embedded in
    another (a sheet inside a Word file) is let through: it is never opened.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_size(entries, size=len(data), name=name, limits=limits)
            _check_names(entries, name=name)
            _check_first_bytes(archive, entries, name=name)
            _check_content_types(archive, entries, name=name)
    except _READ_FAULTS as fault:
        raise faults.DamagedFile(name, kind=label) from fault


def read_entry(data: bytes, entry: str) -> bytes | None:
    """The unpacked bytes of one entry, None when the archive has no such entry. Call `check` first."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if entry not in archive.namelist():
            return None
        return archive.read(entry)


def _check_size(entries: list[zipfile.ZipInfo], *, size: int, name: str, limits: paper.Limits) -> None:
    if len(entries) > limits.archive_entries:
        raise faults.ZipBomb(name, reason=f"内含 {len(entries)} 个条目，超过上限 {limits.archive_entries} 个")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise faults.ZipBomb(
            name, reason=f"解压后将有 {unpacked // 1048576} MB，超过上限 {limits.unpacked_bytes // 1048576} MB"
        )
    packed = min(size, sum(entry.compress_size for entry in entries)) or 1
    if unpacked > limits.unpacked_free_bytes and unpacked / packed > limits.unpacked_ratio:
        raise faults.ZipBomb(
            name, reason=f"压缩比达到 {unpacked // packed} 倍，超过上限 {limits.unpacked_ratio} 倍，疑似压缩炸弹"
        )


def _check_names(entries: list[zipfile.ZipInfo], *, name: str) -> None:
    for entry in entries:
        lowered = entry.filename.lower()
        if entry.flag_bits & 0x1:
            raise faults.EncryptedFile(name)
        if lowered.endswith("vbaproject.bin") or "/macrosheets/" in lowered:
            raise faults.MacroFile(name)
        if lowered.endswith(_ARCHIVE_NAMES):
            raise faults.ZipBomb(name, reason=f"里面还有压缩文件（{entry.filename}）")


def _check_first_bytes(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], *, name: str) -> None:
    for entry in entries:
        if entry.is_dir() or entry.file_size < 4 or _EMBEDDINGS in entry.filename.lower():
            continue
        with archive.open(entry) as stream:
            if stream.read(6).startswith(_ARCHIVE_STARTS):
                raise faults.ZipBomb(name, reason=f"里面还有压缩文件（{entry.filename}）")


def _check_content_types(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], *, name: str) -> None:
    for entry in entries:
        if entry.filename == "[Content_Types].xml" and entry.file_size < 1024 * 1024:
            types = archive.read(entry).lower()
            if b"macroenabled" in types or b"vbaproject" in types:
                raise faults.MacroFile(name)
