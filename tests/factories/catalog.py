"""Factories for catalog: columns in a tree, duties, vocabularies, index numbers."""

from typing import Any

import factory

from gongkai.catalog import models
from gongkai.orgs.models import Agency
from tests.factories import clock
from tests.factories.orgs import AgencyFactory


class ColumnFactory(factory.django.DjangoModelFactory):
    """An open column of policy documents; give `parent` to hang it below another."""

    class Meta:
        model = models.Column

    slug = factory.Sequence(lambda n: f"column-{n}")
    name = factory.Sequence(lambda n: f"栏目{n}")
    block = models.Column.Block.STATUTORY
    kind = models.Column.Kind.POLICY
    parent = None
    position = 100
    owner = factory.SubFactory(AgencyFactory)

    @classmethod
    def _create(cls, model_class: type[models.Column], *args: Any, **kwargs: Any) -> models.Column:
        column: models.Column = super()._create(model_class, *args, **kwargs)
        above, order = (column.parent.path, column.parent.sort_path) if column.parent else ("/", "/")
        column.path = f"{above}{column.pk}/"
        column.sort_path = f"{order}{column.position:05d}-{column.pk:09d}/"
        column.save(update_fields=["path", "sort_path"])
        return column


class ObligationFactory(factory.django.DjangoModelFactory):
    """A duty to publish budgets on the website."""

    class Meta:
        model = models.Obligation

    code = factory.Sequence(lambda n: f"duty-{n}")
    agency = factory.SubFactory(AgencyFactory)
    column = factory.SubFactory(ColumnFactory, owner=factory.SelfAttribute("..agency"))
    title = "财政预算、决算信息"
    basis = "《中华人民共和国政府信息公开条例》第二十条第（七）项"
    legal_item = "20-7"
    level = Agency.Level.CITY


class CatalogueImportFactory(factory.django.DjangoModelFactory):
    """A superior's catalogue, not yet taken over."""

    class Meta:
        model = models.CatalogueImport

    agency = factory.SubFactory(AgencyFactory)
    title = "基层政务公开标准目录"
    source = "目录.xlsx"
    by = "person:1"
    at = clock.NOW


class CatalogueEntryFactory(factory.django.DjangoModelFactory):
    """A row of a superior's catalogue without column or agency."""

    class Meta:
        model = models.CatalogueEntry

    batch = factory.SubFactory(CatalogueImportFactory)
    number = factory.Sequence(lambda n: n + 1)
    place = factory.LazyAttribute(lambda row: f"第{row.number}行")
    title = "招聘信息"


class VocabularyFactory(factory.django.DjangoModelFactory):
    """The first version of a vocabulary without terms."""

    class Meta:
        model = models.Vocabulary

    code = factory.Sequence(lambda n: f"vocabulary-{n}")
    version = 1
    title = "主题分类"
    since = clock.TODAY


class TermFactory(factory.django.DjangoModelFactory):
    """A word of a vocabulary."""

    class Meta:
        model = models.Term

    vocabulary = factory.SubFactory(VocabularyFactory)
    code = factory.Sequence(lambda n: f"term-{n}")
    label = factory.Sequence(lambda n: f"主题{n}")


class IndexTemplateFactory(factory.django.DjangoModelFactory):
    """An agency's template for index numbers."""

    class Meta:
        model = models.IndexTemplate

    agency = factory.SubFactory(AgencyFactory)
    template = "{agency}/{year}-{serial:05}"
    since = clock.TODAY.replace(year=2000)


class IndexCounterFactory(factory.django.DjangoModelFactory):
    """A prefix under which one number was given out."""

    class Meta:
        model = models.IndexCounter

    prefix = factory.Sequence(lambda n: f"prefix-{n}/2026-")
    last = 1
