"""Word files are made into PDF by LibreOffice, where it is installed (Debian: libreoffice-writer-nogui)."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile

PACKAGE = "libreoffice-writer-nogui"
SECONDS = 90
# By Chinese rules LibreOffice would cut numbers at the end of a line, so figures are set by English ones; the finished
# file says that it is Chinese throughout. Both are of the same length, so every place in the file stays where it was.
_SET_AS, _SPOKEN_AS = b"/Lang(en-US)", b"/Lang(zh-CN)"
# Tagged for those who listen, as PDF/UA asks; headings become the outline.
_OPTIONS = {"UseTaggedPDF": True, "PDFUACompliance": True, "ExportBookmarks": True}
_FILTER = "pdf:writer_pdf_Export:" + json.dumps(
    {name: {"type": "boolean", "value": str(value).lower()} for name, value in _OPTIONS.items()}
)
# The fonts of official letters, and what stands in for each where it is not installed.
_INSTEAD = {
    "方正小标宋简体": ("小标宋", "华文中宋", "Noto Serif CJK SC"),
    "仿宋_GB2312": ("仿宋", "FangSong", "华文仿宋", "Noto Serif CJK SC"),
    "楷体_GB2312": ("楷体", "KaiTi", "华文楷体", "Noto Serif CJK SC"),
    "黑体": ("SimHei", "Noto Sans CJK SC"),
    "宋体": ("SimSun", "Noto Serif CJK SC"),
}
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>{aliases}</fontconfig>
"""
_ALIAS = '<alias binding="same"><family>{name}</family><accept>{instead}</accept></alias>'


class NoPrinter(Exception):
    """The PDF cannot be made here; `message` says why and what to do. The Word file is not touched by that."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def is_installed() -> bool:
    """Whether LibreOffice is there."""
    return _program() is not None


def pdf_of(docx: bytes, *, seconds: float = SECONDS) -> bytes:
    """A Word file as tagged PDF with its fonts. Each call has its own profile, so several may run side by side.

    Raises NoPrinter when LibreOffice is missing, too slow, or cannot read the file.
    """
    program = _program()
    if program is None:
        raise NoPrinter(f"没有安装 LibreOffice（Debian 软件包 {PACKAGE}），暂时只能下载 Word 文件")
    if not docx.startswith(b"PK"):
        raise NoPrinter("这不是 Word 文件，不能生成 PDF")
    with tempfile.TemporaryDirectory(prefix="gongkai-print-") as name:
        folder = pathlib.Path(name)
        source, made = folder / "letter.docx", folder / "letter.pdf"
        source.write_bytes(docx)
        fonts = folder / "fonts.conf"
        fonts.write_text(_fonts(), encoding="utf-8")
        profile = (folder / "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck"]
        command += ["--convert-to", _FILTER, "--outdir", str(folder), str(source)]
        try:
            done = subprocess.run(  # noqa: S603  our own program, our own file names
                command,
                capture_output=True,
                timeout=seconds,
                check=False,
                stdin=subprocess.DEVNULL,
                env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
            )
        except subprocess.TimeoutExpired as error:
            raise NoPrinter(f"LibreOffice 在 {seconds:.0f} 秒内没有生成 PDF，请稍后再试") from error
        if done.returncode != 0 or not made.exists():
            raise NoPrinter("LibreOffice 没能生成 PDF，请检查 Word 文件")
        return made.read_bytes().replace(_SET_AS, _SPOKEN_AS)


def _fonts() -> str:
    aliases = (
        _ALIAS.format(name=name, instead="".join(f"<family>{each}</family>" for each in instead))
        for name, instead in _INSTEAD.items()
    )
    return _FONTS.format(aliases="".join(aliases))


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")
