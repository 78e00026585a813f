"""Checking files before release: `document check` on a Word file of five megabytes and on its like.

usage: PYTHONPATH=src python bench/document_check.py [--megabytes 5] [--rounds 3]

The files are made here from the words of the demo texts by a fixed seed: one of text alone (a book of three million
characters and more), one as offices send them (a hundred thousand characters and pictures), a spreadsheet, an OFD of
two hundred pages. Identity numbers are strewn in; that all are found is checked. Prints the table in Markdown; one
process.
"""

import argparse
import copy
import io
import pathlib
import random
import re
import statistics
import time
import zipfile
from collections.abc import Callable

import docx
import lxml.etree
import openpyxl
import PIL.Image
from stdnum.cn import ric

from gongkai.documents.inspection import inspecting

SEED = 20_260_302
NUMBERS = 50
RUN = '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:t>%s</w:t></w:r>'


def sentences() -> list[str]:
    """Sentences of the demo's texts."""
    folder = pathlib.Path(inspecting.__file__).parents[2] / "config" / "demo"
    files = sorted([*folder.glob("texts/*.py"), *folder.glob("data/*")])
    return [run for path in files for run in re.findall("[\u4e00-\u9fff，]{8,}", path.read_text("utf-8"))]


def identity_number(chance: random.Random) -> str:
    start = f"5301{chance.randint(1, 29):02d}19{chance.randint(50, 99)}{chance.randint(1, 12):02d}"
    start += f"{chance.randint(1, 28):02d}{chance.randint(0, 999):03d}"
    return start + ric.calc_check_digit(start + "0")


def paragraphs(chance: random.Random, characters: int) -> list[str]:
    """Paragraphs of some sentences each, letters exchanged so that they do not pack too well, numbers strewn in."""
    stock = sentences()
    letters = sorted({letter for sentence in stock for letter in sentence})
    made: list[str] = []
    size = 0
    while size < characters:
        text = "。".join(chance.choices(stock, k=4))
        text = "".join(chance.choice(letters) if chance.random() < 0.4 else each for each in text) + "。"
        made.append(text)
        size += len(text)
    for place in chance.sample(range(len(made)), NUMBERS):
        made[place] += f"身份证号{identity_number(chance)}。"
    return made


def word_of_text(chance: random.Random, size: int) -> bytes:
    """Text alone; so many letters that they make up the size when packed."""
    document = docx.Document()
    paragraph = document.add_paragraph("\n")
    line_break = paragraph._p.r_lst[0]
    for text in paragraphs(chance, int(size * 0.6)):
        new = copy.deepcopy(paragraph._p)
        new.remove(new.r_lst[0])
        new.append(lxml.etree.fromstring(RUN % text))
        paragraph._p.addprevious(new)
    line_break.getparent().remove(line_break)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word_with_pictures(chance: random.Random, size: int) -> bytes:
    document = docx.Document()
    for text in paragraphs(chance, 100_000):
        document.add_paragraph(text)
    for _ in range(max(1, size // 500_000)):
        picture = PIL.Image.frombytes("RGB", (400, 400), chance.randbytes(480_000))
        buffer = io.BytesIO()
        picture.save(buffer, "PNG")
        document.add_picture(io.BytesIO(buffer.getvalue()))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def spreadsheet(chance: random.Random, size: int) -> bytes:
    book = openpyxl.Workbook()
    for text in paragraphs(chance, 400_000):
        book.active.append([text[:6], text[6:12], text[12:20], text])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def fixed_layout(chance: random.Random, size: int) -> bytes:
    """An OFD file of some two hundred pages, a text object a line, as printers write them; `size` does not matter."""
    lines = [text[start : start + 28] for text in paragraphs(chance, 120_000) for start in range(0, len(text), 28)]
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    pages = [lines[start : start + 28] for start in range(0, len(lines), 28)]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        body = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
        archive.writestr("OFD.xml", f"<ofd:OFD {space}>{body}</ofd:OFD>")
        named = "".join(f'<ofd:Page ID="{n}" BaseLoc="P{n}.xml"/>' for n in range(len(pages)))
        archive.writestr("Doc_0/Document.xml", f"<ofd:Document {space}><ofd:Pages>{named}</ofd:Pages></ofd:Document>")
        for number, page in enumerate(pages):
            objects = "".join(
                f'<ofd:TextObject ID="1" Boundary="28 {30 + 9 * row} 160 8" Size="5.64">'
                f'<ofd:TextCode X="0" Y="5.6" DeltaX="g {len(line)} 5.64">{line}</ofd:TextCode></ofd:TextObject>'
                for row, line in enumerate(page)
            )
            content = f"<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content>"
            archive.writestr(f"Doc_0/P{number}.xml", f"<ofd:Page {space}>{content}</ofd:Page>")
    return buffer.getvalue()


def report(name: str, make: Callable[[random.Random, int], bytes], arguments: argparse.Namespace) -> None:
    data = make(random.Random(SEED), arguments.megabytes * 1024 * 1024)
    times = []
    for _ in range(arguments.rounds):
        start = time.perf_counter()
        inspection = inspecting.inspect(data, name)
        times.append(time.perf_counter() - start)
    found = len({each.text for each in inspection.of("identity_number")})
    print(
        f"| {name} | {len(data) / 1024 / 1024:.1f} MB, {len(inspection.text):,} characters | "
        f"{statistics.median(times):.1f} s ({min(times):.1f}-{max(times):.1f}) | {found} of {NUMBERS} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--megabytes", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    print("| file | size | median (range) | planted numbers found |\n|---|---|---|---|")
    report("图文.docx", word_with_pictures, arguments)
    report("全文字.docx", word_of_text, arguments)
    report("表格.xlsx", spreadsheet, arguments)
    report("版式.ofd", fixed_layout, arguments)


if __name__ == "__main__":
    main()
