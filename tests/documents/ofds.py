"""A small writer of OFD files for tests: placed text, ruled tables, boxes, templates, notes and what goes wrong."""

from collections.abc import Sequence
from xml.sax import saxutils

from tests.documents import files

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
MILLIMETRES = 25.4 / 72


class Ofd:
    """Pages of 210 x 297 mm; places in millimetres from the upper left corner, sizes in points."""

    def __init__(self, **stated: str) -> None:
        self._stated = stated
        self._pages: list[list[str]] = []
        self._notes: list[str] = []
        self._extra: dict[str, bytes] = {}
        self._common = ""

    def page(self) -> "Ofd":
        self._pages.append([])
        return self

    def text(
        self, x: float, y: float, text: str, size: float = 12, *, step: float | None = None, more: str = ""
    ) -> "Ofd":
        """A line of text with its base line at `y`; letters `step` millimetres apart, by default their size."""
        height = size * MILLIMETRES
        delta = f"g {len(text) - 1} {step or height:.4f}" if len(text) > 1 else ""
        self._pages[-1].append(
            f'<ofd:TextObject ID="1" Boundary="{x} {y - height} 180 {height * 1.4}" Size="{height:.4f}" {more}>'
            f'<ofd:TextCode X="0" Y="{height:.4f}" DeltaX="{delta}">{saxutils.escape(text)}</ofd:TextCode>'
            "</ofd:TextObject>"
        )
        return self

    def path(self, data: str, *, boundary: str = "0 0 210 297", more: str = "") -> "Ofd":
        self._pages[-1].append(
            f'<ofd:PathObject ID="2" Boundary="{boundary}" LineWidth="0.3" {more}>'
            f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
        )
        return self

    def picture(self) -> "Ofd":
        self._pages[-1].append('<ofd:ImageObject ID="3" Boundary="10 10 100 100" ResourceID="9"/>')
        return self

    def table(self, x: float, y: float, rows: Sequence[Sequence[str | None]], *, width: float = 40) -> "Ofd":
        """Rows of 8 mm; None continues the cell to its left."""
        for number, row in enumerate(rows):
            top = y + number * 8
            for place, text in enumerate(row):
                left = x + place * width
                if text is None:
                    continue
                right = left + width * (1 + sum(1 for _each in _run(row[place + 1 :])))
                self.path(f"M {left} {top} L {right} {top} L {right} {top + 8} L {left} {top + 8} C")
                if text:
                    self.text(left + 2, top + 5, text, 10)
        return self

    def note(self, kind: str, remark: str) -> "Ofd":
        self._notes.append(
            f'<ofd:Annot ID="5" Type="{kind}" Creator="李四"><ofd:Remark>{remark}</ofd:Remark></ofd:Annot>'
        )
        return self

    def enclose(self, name: str, content: bytes) -> "Ofd":
        """A part of the container under its own name."""
        self._extra[name] = content
        return self

    def template(self, text: str, y: float) -> "Ofd":
        """Something printed on every page."""
        other = Ofd().page().text(20, y, text)
        self._extra["Doc_0/Tpls/Tpl_0/Content.xml"] = other._content(0)
        self._common = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
        return self

    def _content(self, number: int) -> bytes:
        used = '<ofd:Template TemplateID="7"/>' if self._common else ""
        objects = "".join(self._pages[number])
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><ofd:Page {NAMESPACE}>{used}<ofd:Content>'
            f'<ofd:Layer ID="4" Type="Body">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
        ).encode()

    def data(self) -> bytes:
        stated = "".join(f"<ofd:{name}>{saxutils.escape(value)}</ofd:{name}>" for name, value in self._stated.items())
        pages = "".join(
            f'<ofd:Page ID="{10 + number}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
            for number in range(len(self._pages))
        )
        notes = "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>" if self._notes else ""
        enclosed = "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
        entries = {
            "OFD.xml": f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {NAMESPACE} Version="1.0" DocType="OFD">'
            f"<ofd:DocBody><ofd:DocInfo>{stated}</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
            "</ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f'<?xml version="1.0" encoding="UTF-8"?><ofd:Document {NAMESPACE}><ofd:CommonData>'
            f"<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>{self._common}"
            f"</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages>{notes}{enclosed}</ofd:Document>",
        }
        if self._notes:
            entries["Doc_0/Annots/Annotations.xml"] = (
                f"<ofd:Annotations {NAMESPACE}><ofd:Page PageID='10'>"
                "<ofd:FileLoc>/Doc_0/Annots/Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>"
            )
            entries["Doc_0/Annots/Page_0/Annotation.xml"] = (
                f"<ofd:PageAnnot {NAMESPACE}>{''.join(self._notes)}</ofd:PageAnnot>"
            )
        packed = {name: text.encode() for name, text in entries.items()}
        packed |= {
            f"Doc_0/Pages/Page_{number}/Content.xml": self._content(number) for number in range(len(self._pages))
        }
        return files.container(packed | self._extra)


def _run(rest: Sequence[str | None]) -> Sequence[None]:
    found: list[None] = []
    for each in rest:
        if each is not None:
            break
        found.append(None)
    return found
