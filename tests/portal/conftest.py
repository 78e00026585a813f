"""A portal to look at: a city with a few agencies, columns and items."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from gongkai.catalog.models import Column
from gongkai.disclosures.models import Item
from gongkai.events.models import Event
from gongkai.orgs.models import Agency
from gongkai.portal.tasks import following
from tests.factories import clock
from tests.factories.catalog import ColumnFactory
from tests.factories.disclosures import published_item
from tests.factories.orgs import AgencyFactory


@dataclass
class City:
    """A government with a bureau, a first-level column and one below it."""

    government: Agency
    bureau: Agency
    column: Column
    inner: Column

    def publish(self, **fields: Any) -> Item:
        """An item of the bureau in the inner column."""
        return published_item(**{"agency": self.bureau, "column": self.inner, **fields})


@pytest.fixture
def city(db: None) -> City:
    government = AgencyFactory(code="yunzhou", name="云州市人民政府", short_name="市政府", kind="government")
    bureau = AgencyFactory(code="housing", name="云州市住房和城乡建设局", short_name="市住建局", parent=government)
    column = ColumnFactory(slug="statutory", name="法定主动公开内容", owner=government)
    inner = ColumnFactory(slug="rules", name="规范性文件", parent=column, owner=bureau, legal_item="20-1")
    return City(government, bureau, column, inner)


@pytest.fixture
def public_root() -> Path:
    return Path(settings.PUBLIC_ROOT)


def event(kind: str, about: str) -> Event:
    """An event as a listener gets it; the listeners here only look at kind and subject."""
    return Event(kind=kind, about=about, by="person:1", at=clock.NOW)


@pytest.fixture
def hear() -> Callable[..., None]:
    """Tell the portal that these items were published, withdrawn or changed."""

    def tell(*items: Item, kind: str = "item.published") -> None:
        following.hear([event(kind, item.reference) for item in items])

    return tell
