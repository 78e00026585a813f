"""Letters recognised in pictures by the program tesseract, where it is installed with its Chinese data.

Contract: `tesseract stdin stdout -l chi_sim tsv` reads a picture and prints one line a word: level, page, block,
paragraph, line, word, left, top, width, height (dots), confidence, text. It is found on PATH and never required.
"""

import dataclasses
import functools
import io
import os
import shutil
import subprocess

import PIL.Image

_LANGUAGE = "chi_sim"
_SECONDS = 180
_LEAST_CONFIDENCE = 25.0
_WORD_LEVEL = "5"


class RecognitionFailed(Exception):
    """The program ended badly or took too long."""


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """Recognised letters and their box in dots from the top left corner; `line` numbers the lines of the picture."""

    text: str
    box: tuple[float, float, float, float]
    line: int


@dataclasses.dataclass(frozen=True, slots=True)
class Recogniser:
    """An installed tesseract that knows Chinese."""

    program: str

    def words(self, picture: PIL.Image.Image, *, dpi: int) -> list[Word]:
        """The words of a picture in reading order; raises RecognitionFailed."""
        buffer = io.BytesIO()
        picture.save(buffer, "PNG", compress_level=1)
        order = [self.program, "stdin", "stdout", "-l", _LANGUAGE, "--dpi", str(dpi), "--psm", "3", "tsv"]
        try:
            done = subprocess.run(  # noqa: S603 - the program was found on PATH, its words are ours
                order,
                input=buffer.getvalue(),
                capture_output=True,
                timeout=_SECONDS,
                check=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
        except (OSError, subprocess.SubprocessError) as fault:
            raise RecognitionFailed(str(fault)) from fault
        return _words(done.stdout.decode("utf-8", "replace"))


@functools.cache
def installed() -> Recogniser | None:
    """The recogniser of this machine, None where there is none or it knows no Chinese."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - as above
            [program, "--list-langs"], capture_output=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return Recogniser(program) if _LANGUAGE in done.stdout.decode("utf-8", "replace").split() else None


def _words(table: str) -> list[Word]:
    found = []
    lines: dict[tuple[str, ...], int] = {}
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != _WORD_LEVEL or not cells[11].strip():
            continue
        if float(cells[10]) < _LEAST_CONFIDENCE:
            continue
        left, top, width, height = map(float, cells[6:10])
        line = lines.setdefault(tuple(cells[1:5]), len(lines))
        found.append(Word(cells[11].strip(), (left, top, left + width, top + height), line))
    return found
