"""Pictures of a text that is not public: shown in the desk to who may see the text, kept by their public address."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.disclosures.actions import drafting, files
from gongkai.disclosures.forms import pictures
from gongkai.disclosures.models import Revision
from tests.disclosures import journey
from tests.disclosures.journey import NOW
from tests.disclosures.test_actions_recognising import picture, word
from tests.disclosures.test_views_items import signed_in
from tests.disclosures.test_views_quick import QUICK, drop, sent
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db


def fetched(client: Client, address: str) -> tuple[int, bytes]:
    """The status and the bytes of a picture."""
    answer = client.get(address)
    return answer.status_code, answer.content if answer.status_code == 200 else b""


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def test_addresses_go_there_and_back() -> None:
    kept = f'<p><img src="/files/ab/{"ab" * 32}/%E5%9B%BE1.png" alt="图1"><a href="/files/ab/x">x</a></p>'

    shown = pictures.for_desk(kept)

    assert f'src="/desk/items/pictures/{"ab" * 32}/%E5%9B%BE1.png/"' in shown
    assert pictures.for_public(shown) == kept
    assert pictures.for_public(kept) == kept


def test_who_handed_it_in_sees_it_before_and_after_saving_and_the_public_address_is_kept(
    office: journey.Office,
) -> None:
    client = signed_in(office.officer)
    data = picture()
    upload = SimpleUploadedFile("通知.docx", word(lambda document: document.add_picture(io.BytesIO(data))))
    page = drop(client, office, upload)
    address = re.findall(r'src="(/desk/items/pictures/[^"]+)"', page)[0]

    assert fetched(client, address) == (200, data)
    assert fetched(signed_in(office.reviewer), address)[0] == 404
    client.post(QUICK, sent(page, action="save", body=f'<p><img src="{address}" alt="图1"></p><p>一段文字。</p>'))

    revision = Revision.objects.get()
    assert re.search(r'src="/files/[0-9a-f]{2}/[0-9a-f]{64}/%E5%9B%BE1\.png"', revision.body)
    assert fetched(signed_in(office.reviewer), address) == (200, data)
    preview = client.get(reverse("disclosures:preview", args=[revision.item_id, 1])).content.decode()
    assert address in preview


def test_a_foreign_office_and_no_picture_are_404(office: journey.Office) -> None:
    other = journey.office(AgencyFactory())
    stored = files.store_file(data=picture(), name="图1.png", at=NOW)
    text = files.store_file(data=b"text", name="a.txt", at=NOW)
    for file, name in ((stored, "图1.png"), (text, "a.txt")):
        office.drafted(attachments=(drafting.AttachmentContent(file, name),))

    def ask(person: object, sha256: str) -> int:
        return fetched(signed_in(person), reverse("disclosures:picture", args=[sha256, "图1.png"]))[0]

    assert ask(office.officer, stored.sha256) == 200
    assert ask(other.officer, stored.sha256) == 404
    assert ask(office.officer, text.sha256) == 404
    assert ask(office.officer, "0" * 64) == 404
