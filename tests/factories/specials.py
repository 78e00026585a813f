"""Factories for special topics: a draft with one text block."""

import factory

from gongkai.portal import special_models
from gongkai.portal.actions import blocks
from tests.factories import clock
from tests.factories.disclosures import RevisionFactory, draft_item

TEXT = blocks.Block("text", text="本专题集中公开有关信息。")


class SpecialFactory(factory.django.DjangoModelFactory):
    """A special topic whose item is a draft."""

    class Meta:
        model = special_models.Special

    item = factory.LazyFunction(draft_item)
    slug = factory.Sequence(lambda n: f"special-{n}")
    made_at = clock.NOW


class SpecialTextFactory(factory.django.DjangoModelFactory):
    """A text of one block; the revision says it in words."""

    class Meta:
        model = special_models.SpecialText

    special = factory.SubFactory(SpecialFactory)
    blocks = factory.LazyFunction(lambda: blocks.as_json([TEXT]))
    revision = factory.LazyAttribute(lambda row: RevisionFactory(item=row.special.item, number=2))
