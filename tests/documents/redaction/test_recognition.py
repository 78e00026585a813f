"""Without tesseract there is no recogniser; a program that ends badly is told."""

import pathlib

import PIL.Image
import pytest

from gongkai.documents.redaction import recognition


@pytest.fixture(autouse=True)
def _forgotten() -> object:
    recognition.installed.cache_clear()
    yield
    recognition.installed.cache_clear()


def test_no_program_or_no_chinese_is_no_recogniser(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert recognition.installed() is None

    recognition.installed.cache_clear()
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho eng\n")
    program.chmod(0o755)
    assert recognition.installed() is None


def test_a_program_that_fails_is_told(tmp_path: pathlib.Path) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    with pytest.raises(recognition.RecognitionFailed):
        recognition.Recogniser(str(program)).words(PIL.Image.new("L", (8, 8)), dpi=72)
