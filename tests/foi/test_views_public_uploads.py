"""Files in pieces by client: begun, broken off, gone on with, refused, taken back."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from gongkai.foi.models.intake import PendingFile

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8000  # 2 MB


@pytest.fixture
def writer(client: Client) -> Client:
    """A browser with a draft."""
    client.post("/requests/apply/", {"description": "青石路片区改造资金安排表"})
    return client


def begin(client: Client, size: int = len(PNG), name: str = "证.png", kind: str = "identity") -> Any:
    return client.post("/requests/apply/files/", {"kind": kind, "name": name, "size": size})


def send(client: Client, token: str, offset: int | str, data: bytes) -> Any:
    return client.patch(
        f"/requests/apply/files/{token}/",
        data,
        content_type="application/octet-stream",
        headers={"Upload-Offset": str(offset)},
    )


def test_a_broken_off_file_goes_on_where_it_stopped(writer: Client) -> None:
    token = begin(writer).json()["token"]
    send(writer, token, 0, PNG[:900_000])

    standing = writer.get(f"/requests/apply/files/{token}/").json()
    assert (standing["received"], standing["whole"]) == (900_000, False)
    send(writer, token, 900_000, PNG[900_000:1_800_000])
    done = send(writer, token, 1_800_000, PNG[1_800_000:]).json()

    assert done["whole"]
    from gongkai.foi.actions import uploading

    assert uploading.data_of(PendingFile.objects.get()) == PNG


def test_a_piece_written_but_not_counted_is_written_again(writer: Client) -> None:
    token = begin(writer, size=1000).json()["token"]
    folder = settings.FILES_ROOT / "pending" / token
    folder.mkdir(parents=True)
    (folder / f"{0:010d}").write_bytes(b"half a piece of a process that died")

    assert send(writer, token, 0, PNG[:1000]).json()["whole"]


def test_pieces_lie_sealed(writer: Client) -> None:
    token = begin(writer, size=1000).json()["token"]
    send(writer, token, 0, PNG[:1000])
    for piece in (settings.FILES_ROOT / "pending" / token).iterdir():
        assert b"PNG" not in piece.read_bytes()


@pytest.mark.parametrize("offset", [5, "x", "-1", ""])
def test_a_piece_at_the_wrong_place_is_refused_and_told_where(writer: Client, offset: int | str) -> None:
    token = begin(writer).json()["token"]
    refused = send(writer, token, offset, b"abc")
    assert refused.status_code in {400, 409}
    if refused.status_code == 409:
        assert refused.json()["received"] == 0


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"size": 0}, 422),
        ({"size": 10 * 1024 * 1024 + 1}, 422),
        ({"size": -5}, 400),
        ({"kind": "released"}, 400),
        ({"kind": "material"}, 400),
    ],
)
def test_a_file_that_may_not_come_is_refused(writer: Client, fields: dict[str, Any], status: int) -> None:
    assert begin(writer, **fields).status_code == status


def test_more_bytes_than_announced_are_refused(writer: Client) -> None:
    token = begin(writer, size=10).json()["token"]
    assert send(writer, token, 0, b"x" * 11).status_code == 422


def test_a_false_picture_is_refused_when_it_is_whole_and_dropped(writer: Client) -> None:
    token = begin(writer, size=12).json()["token"]
    refused = send(writer, token, 0, b"MZ not a png")
    assert refused.status_code == 422 and "error" in refused.json()
    assert not PendingFile.objects.exists()


def test_at_most_six_files(writer: Client) -> None:
    answers = [begin(writer).status_code for _ in range(7)]
    assert answers == [201] * 6 + [422]


def test_without_a_draft_nothing_comes_up(client: Client) -> None:
    assert begin(client).status_code == 404


def test_another_browser_neither_sees_nor_changes_a_file(writer: Client) -> None:
    token = begin(writer).json()["token"]
    other = Client()
    other.post("/requests/apply/", {"description": "另一件事情的申请"})
    assert other.get(f"/requests/apply/files/{token}/").status_code == 404
    assert send(other, token, 0, b"abc").status_code == 404
    assert other.delete(f"/requests/apply/files/{token}/").status_code == 404


def test_a_file_is_taken_back(writer: Client) -> None:
    token = begin(writer).json()["token"]
    assert writer.delete(f"/requests/apply/files/{token}/").status_code == 204
    assert not PendingFile.objects.exists()


def test_a_path_in_the_name_is_cut_off(writer: Client) -> None:
    begin(writer, name="../../etc/passwd.png")
    assert PendingFile.objects.get().title == "passwd.png"
