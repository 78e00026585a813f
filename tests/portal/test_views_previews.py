"""The preview of an attachment: only while it is public, only under its item."""

import pytest

from gongkai.disclosures.models import Item
from gongkai.search.models import FileText
from tests.factories import clock
from tests.factories.disclosures import AttachmentFactory, PublicationFactory, StoredFileFactory, draft_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(city):
    row = draft_item(agency=city.bureau, column=city.inner)
    AttachmentFactory(revision=row.revision, name="改造计划表.xlsx", file=StoredFileFactory(sha256="a" * 64))
    PublicationFactory(revision=row.revision, at=clock.NOW)
    row.state, row.public_revision, row.index_no = Item.State.PUBLISHED, row.revision, "99/2026-1"
    row.first_published_at = row.published_at = clock.NOW
    row.save()
    return row


def test_the_text_of_an_attachment_is_shown_and_kept_by_nobody(client, item):
    FileText.objects.create(sha256="a" * 64, text="第一行\n<b>第二行</b>", read_at=clock.NOW)
    answer = client.get(f"/preview/{item.pk}/{'a' * 64}/")

    assert "第一行" in answer.content.decode()
    assert "&lt;b&gt;" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


def test_a_file_that_was_not_read_says_so(client, item):
    assert "读不出文字" in client.get(f"/preview/{item.pk}/{'a' * 64}/").content.decode()


@pytest.mark.parametrize(
    "address", ["/preview/{item}/" + "b" * 64 + "/", "/preview/{item}/short/", "/preview/0/" + "a" * 64 + "/"]
)
def test_what_is_no_public_attachment_is_not_found(client, item, address):
    assert client.get(address.format(item=item.pk)).status_code == 404
