"""What the source of a web page tells beyond what it shows."""

from gongkai.documents.inspection import findings, inspecting


def inspected(html: str, *there: str) -> findings.Inspection:
    page = f"<!doctype html><html><head><title>通知</title></head><body><p>正文内容。</p>{html}</body></html>"
    return inspecting.inspect(page.encode(), "通知.html", exists=lambda path: path in there)


def test_remarks_hidden_and_white_elements_are_found_and_searched() -> None:
    inspection = inspected(
        "<!-- 李局说先不发 110101199003077758 --><!-- /nav --><div style='display:none'>内部意见</div>"
        "<p hidden>草稿</p><span style='color:#fff'>白字</span>"
        "<div style='background:#003'><span style='color:#fff'>标题</span></div>"
    )
    assert [each.text for each in inspection.of("comment")] == ["李局说先不发 110101199003077758"]
    assert {each.text for each in inspection.of("hidden_text")} == {"内部意见", "草稿"}
    assert [each.text for each in inspection.of("white_text")] == ["白字"]
    assert [each.where for each in inspection.of("identity_number")] == ["源代码第1行（注释）"]


def test_dead_relative_links_are_found() -> None:
    inspection = inspected(
        "<a href='附件1.docx'>附件1</a><a href='无.pdf'>附件2</a><a href='https://www.example.org/x'>外站</a>"
        "<a href='#末'>到末尾</a><a href='#有'>到有</a><i id='有'>有</i><img src='图.png'><a href='file:///D:/a.doc'>本地</a>"
        "<a href='%E9%99%84%E4%BB%B61.docx'>同上</a><a href='#'>顶</a>",
        "附件1.docx",
    )
    assert [each.text for each in inspection.of("dead_link")] == ["附件2", "到末尾", "图.png", "本地"]


def test_without_knowing_the_folder_links_are_not_judged() -> None:
    page = "<html><body><p>正文内容</p><a href='无.pdf'>附件</a></body></html>".encode()
    assert inspecting.inspect(page, "通知.html").findings == ()
