"""The people and texts that the tests of this room act with."""

import datetime
from dataclasses import dataclass
from typing import Any

from gongkai.accounts.models import Person, Role
from gongkai.catalog.models import Column, IndexTemplate
from gongkai.disclosures.actions import drafting, files, publishing, reading_pages, reviewing
from gongkai.disclosures.models import Item, StoredFile
from gongkai.disclosures.queries import reading
from gongkai.orgs.models import Agency
from tests.factories import catalog as catalog_factories
from tests.factories import clock
from tests.factories.accounts import person_with
from tests.factories.orgs import AgencyFactory

NOW = clock.NOW


@dataclass(frozen=True)
class Office:
    """An agency with everybody an item needs."""

    agency: Agency
    column: Column
    officer: Person
    reviewer: Person
    secrecy: Person
    issuer: Person

    def content(self, **fields: Any) -> drafting.Content:
        """A boring complete content."""
        plain = {"title": "关于公布便民服务点的通告", "body": "<p>现将便民服务点予以公布。</p>", "column": self.column}
        return drafting.Content(**(plain | fields))

    def drafted(self, **fields: Any) -> Item:
        """A draft of the officer."""
        return drafting.draft(agency=self.agency, by=self.officer, content=self.content(**fields), at=NOW)

    def in_review(self, **fields: Any) -> Item:
        """A draft handed in."""
        return reviewing.submit(item=self.drafted(**fields), by=self.officer, at=NOW)

    def clear(self, item: Item, at: datetime.datetime = NOW) -> Item:
        """All three passes for an item in review."""
        item.refresh_from_db()
        assert item.revision is not None
        steps = (("business", self.reviewer), ("secrecy", self.secrecy), ("issue", self.issuer))
        for kind, person in steps:
            reviewing.clear(revision=item.revision, kind=kind, by=person, at=at)
        item.refresh_from_db()
        return item

    def published(self, at: datetime.datetime = NOW, **fields: Any) -> Item:
        """An item that walked the whole way."""
        return publishing.publish(item=self.clear(self.in_review(**fields)), by=self.issuer, at=at)


def office(agency: Agency | None = None) -> Office:
    """An agency with an officer, a reviewer, a secrecy reviewer, an issuer, a column and a number template."""
    agency = agency or AgencyFactory()
    IndexTemplate.objects.get_or_create(
        agency=None, since=datetime.date(2000, 1, 1), defaults={"template": "{dept}/{yyyy}-{serial:05d}"}
    )
    return Office(
        agency=agency,
        column=catalog_factories.ColumnFactory(owner=agency),
        officer=person_with(Role.OFFICER, agency),
        reviewer=person_with(Role.REVIEWER, agency),
        secrecy=person_with(Role.SECRECY, agency),
        issuer=person_with(Role.ISSUER, agency),
    )


def stored_text() -> StoredFile:
    """A harmless text file, stored."""
    return files.store_for_release(data="第一条 便民服务点名单见下。".encode(), name="附件.txt", at=NOW)


def tick_all(item: Item, person: Person) -> None:
    """Read every page of every attachment of the newest revision."""
    assert item.revision is not None
    for each in reading.progress(item.revision.attachments.select_related("file"), person):
        for page in range(1, each.pages + 1):
            reading_pages.tick(attachment=each.attachment, page=page, by=person, at=NOW, item=item)
