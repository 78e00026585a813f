"""Reports as PDF, printed by LibreOffice: tagged, in Chinese, every font inside, and the figures come back."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from pdfminer import pdfdocument, pdfparser, pdftypes

from gongkai.documents import printing
from gongkai.documents.report_papers import word
from tests.documents.report_papers import made

pytestmark = pytest.mark.skipif(not printing.is_installed(), reason="LibreOffice is not installed")


def objects(document: pdfdocument.PDFDocument) -> Iterator[dict[str, Any]]:
    for table in document.xrefs:
        for number in table.get_objids():
            found = pdftypes.resolve1(document.getobj(number))
            if isinstance(found, dict):
                yield found


def name(value: object) -> str:
    return str(getattr(value, "name", value))


@pytest.mark.parametrize("edition", made.YEARS)
def test_a_printed_report_is_tagged_whole_and_reads_back(edition: str) -> None:
    stated = made.figures(edition, 7)
    printed = printing.pdf_of(word.compose(made.paper(edition, stated)))
    document = pdfdocument.PDFDocument(pdfparser.PDFParser(io.BytesIO(printed)))
    found = list(objects(document))
    descriptors = [pdftypes.resolve1(each["FontDescriptor"]) for each in found if "FontDescriptor" in each]
    tags = {name(each["S"]) for each in found if "S" in each and "P" in each}

    assert made.read_back(printed, "年报.pdf") == stated
    assert document.catalog["Lang"] == b"zh-CN"
    assert {each["Lang"] for each in found if "Lang" in each} == {b"zh-CN"}
    assert pdftypes.resolve1(document.catalog["MarkInfo"])["Marked"] is True
    assert {"H1", "Table", "TR", "TH", "TD"} <= tags
    assert descriptors
    assert all({"FontFile", "FontFile2", "FontFile3"} & set(each) for each in descriptors)
    assert (
        document.info[0]["Title"].decode("utf-16") == f"云州市人民政府{made.YEARS[edition]}年政府信息公开工作年度报告"
    )
