"""The proof of a release on its own: original, released file and marks in, what is left of the marked words out."""

from collections.abc import Sequence

from gongkai.documents import kinds, pdfium
from gongkai.documents.redaction import (
    marks,
    pdf_pages,
    pdf_proof,
    recognition,
    word_cleaning,
    word_proof,
    word_release,
    word_texts,
)


def prove(
    original: bytes,
    released: bytes,
    given: Sequence[marks.Mark],
    *,
    name: str = "文件",
    dpi: int = 200,
    recognise: bool = True,
) -> marks.Proof:
    """Look for what was marked in the original in a released pdf or docx, by every way there is.

    `Proof.holds` is False when anything is left; `dpi` is what the pdf was released with. Raises WrongMark,
    RecognitionFailed and faults.UnreadableFile.
    """
    recogniser = recognition.installed() if recognise else None
    if kinds.detect(original, name=name) == kinds.PDF:
        with pdfium.opened(original, name=name) as document:
            pages = pdf_pages.load(document, name, recogniser)
        placed = pdf_pages.place(pages, given)
        return pdf_proof.prove(released, pages, placed, given, name=name, dpi=dpi, recogniser=recogniser)
    package = word_cleaning.clean(word_texts.unpacked(original, name=f"{name}.docx"))
    found = word_texts.letters(package.roots)
    expected = word_release.delete(found, word_texts.hits(found, given))
    return word_proof.prove(released, expected, given, recogniser=recogniser)
