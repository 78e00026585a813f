"""PDF from Word files: in the layout of official letters where LibreOffice is, a clear word where it is not."""

import pypdfium2
import pytest

from gongkai.documents import printing, word_forms

needs_it = pytest.mark.skipif(not printing.is_installed(), reason="LibreOffice is not installed")


def letter(length: int) -> bytes:
    lines = (word_forms.Line("字" * length, look="plain"),)
    return word_forms.build(word_forms.Form("告知书", "", lines, has_seal=False, has_number=False))


@needs_it
def test_a_full_line_holds_twenty_eight_characters_on_a_page_of_a4() -> None:
    document = pypdfium2.PdfDocument(printing.pdf_of(letter(28 * 40)))
    page = document[0]
    rows = [len(row) for row in page.get_textpage().get_text_range().splitlines() if set(row) == {"字"}]
    width, height = page.get_size()
    document.close()

    assert (round(width), round(height)) == (595, 842)
    assert set(rows) == {28}
    assert 17 <= len(rows) <= 22


@needs_it
def test_what_is_no_word_file_gives_no_pdf() -> None:
    with pytest.raises(printing.NoPrinter):
        printing.pdf_of(b"")


def test_without_libreoffice_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(printing.NoPrinter, match=printing.PACKAGE):
        printing.pdf_of(b"")


@needs_it
def test_it_does_not_wait_for_ever() -> None:
    with pytest.raises(printing.NoPrinter, match="秒"):
        printing.pdf_of(letter(10), seconds=0.01)
