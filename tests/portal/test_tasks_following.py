"""Following events: what is published stands everywhere, what is withdrawn nowhere."""

import gzip


def test_a_published_item_stands_on_its_page_in_every_list_and_feed(city, hear, public_root):
    item = city.publish(title="云州市老旧小区改造专项资金管理办法", doc_no="云政办发〔2026〕41号")

    hear(item)

    page = (public_root / f"items/0/{item.pk}.html").read_text()
    assert "云政办发〔2026〕41号" in page
    for path in (
        "index.html",
        "new/index.html",
        "new/feed.xml",
        "new/rss.xml",
        "new/feed.json",
        "years/2026/index.html",
        "columns/statutory/index.html",
        "columns/rules/index.html",
        "columns/rules/feed.xml",
        "agencies/housing/index.html",
        "agencies/housing/items/index.html",
        "agencies/housing/columns/rules/index.html",
        "statutory/20-1/index.html",
        "sitemaps/items-0.xml",
    ):
        assert f"/items/0/{item.pk}.html" in (public_root / path).read_text(), path
        assert gzip.decompress((public_root / f"{path}.gz").read_bytes()) == (public_root / path).read_bytes()
