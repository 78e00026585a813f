"""A pdf writer for tests of what is seen and unseen: drawn Chinese letters, boxes, layers, notes, attachments."""

from collections.abc import Sequence


def string(text: str) -> bytes:
    """A pdf text string."""
    return b"<" + (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode() + b">"


class Pages:
    """Pages of 595 by 842 points; places are from the bottom left. Chinese is drawn by a font of the system."""

    def __init__(self) -> None:
        self._pages: list[list[bytes]] = []
        self._extras: list[bytes] = []
        self._annotations: list[list[bytes]] = []
        self.catalog = b""
        self.information: dict[str, str] = {}
        self.xmp = ""
        self.attachments: dict[str, bytes] = {}
        self.layers: list[tuple[str, bool]] = []

    def page(self, extra: bytes = b"") -> "Pages":
        self._pages.append([])
        self._extras.append(extra)
        self._annotations.append([])
        return self

    def text(
        self, x: float, y: float, text: str, size: float = 12, *, mode: int = 0, colour: Sequence[float] = (0, 0, 0)
    ) -> "Pages":
        codes = text.encode("gbk").hex().encode()
        red, green, blue = colour
        self._pages[-1].append(
            b"BT %.3f %.3f %.3f rg %d Tr /F1 %.2f Tf 1 0 0 1 %.2f %.2f Tm <%s> Tj ET"
            % (red, green, blue, mode, size, x, y, codes)
        )
        return self

    def box(self, x: float, y: float, width: float, height: float, colour: Sequence[float] = (0, 0, 0)) -> "Pages":
        red, green, blue = colour
        self._pages[-1].append(b"%.2f %.2f %.2f rg %.2f %.2f %.2f %.2f re f" % (red, green, blue, x, y, width, height))
        return self

    def raw(self, commands: bytes) -> "Pages":
        self._pages[-1].append(commands)
        return self

    def annotation(self, body: bytes) -> "Pages":
        self._annotations[-1].append(b"<< /Type /Annot " + body + b" >>")
        return self

    def note(self, text: str) -> "Pages":
        return self.annotation(
            b"/Subtype /Text /Rect [10 10 30 30] /T %s /Contents %s" % (string("李四"), string(text))
        )

    def layer(self, name: str, *, shown: bool, commands: bytes) -> "Pages":
        self.layers.append((name, shown))
        self._pages[-1].append(b"/OC /L%d BDC %s EMC" % (len(self.layers), commands))
        return self

    def data(self) -> bytes:
        objects: list[bytes] = [b"", b""]

        def add(content: bytes) -> int:
            objects.append(content)
            return len(objects)

        descriptor = add(
            b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
            b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
        )
        inner = add(
            b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [814 939 500] "
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor %d 0 R >>"
            % descriptor
        )
        font = add(
            b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /GBK-EUC-H /DescendantFonts [%d 0 R] >>"
            % inner
        )
        groups = [add(b"<< /Type /OCG /Name %s >>" % string(name)) for name, _ in self.layers]
        properties = b" ".join(b"/L%d %d 0 R" % (place, group) for place, group in enumerate(groups, start=1))
        kids = []
        for commands, extra, annotations in zip(self._pages, self._extras, self._annotations, strict=True):
            content = add(stream(b"\n".join(commands)))
            notes = b" ".join(b"%d 0 R" % add(each) for each in annotations)
            kids.append(
                add(
                    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %s /Contents %d 0 R /Annots [%s] /Resources "
                    b"<< /Font << /F1 %d 0 R >> /Properties << %s >> >> >>" % (extra, content, notes, font, properties)
                )
            )
        catalog = self.catalog
        if groups:
            every = b" ".join(b"%d 0 R" % group for group in groups)
            off = b" ".join(b"%d 0 R" % each for each, (_, on) in zip(groups, self.layers, strict=True) if not on)
            catalog += b" /OCProperties << /OCGs [%s] /D << /Order [%s] /OFF [%s] >> >>" % (every, every, off)
        if self.attachments:
            names = []
            for name, content in self.attachments.items():
                held = add(stream(content, b" /Type /EmbeddedFile"))
                names.append(
                    b"%s %d 0 R"
                    % (string(name), add(b"<< /Type /Filespec /F %s /EF << /F %d 0 R >> >>" % (string(name), held)))
                )
            catalog += b" /Names << /EmbeddedFiles << /Names [%s] >> >>" % b" ".join(names)
        if self.xmp:
            catalog += b" /Metadata %d 0 R" % add(stream(self.xmp.encode(), b" /Type /Metadata /Subtype /XML"))
        objects[0] = b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog
        objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % k for k in kids))
        trailer = b""
        if self.information:
            words = b" ".join(b"/%s %s" % (key.encode(), string(value)) for key, value in self.information.items())
            trailer = b" /Info %d 0 R" % add(b"<< %s >>" % words)
        return written(objects, trailer)


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(content), extra, content)


def written(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)
