"""Every model has a factory that makes a valid row of it."""

import importlib
import pkgutil
from typing import Any

import factory
import pytest
from django.apps import apps
from django.db.models import Model

from tests import factories


def _factories() -> dict[type[Model], Any]:
    found: dict[type[Model], Any] = {}
    for module in pkgutil.iter_modules(factories.__path__):
        names = vars(importlib.import_module(f"tests.factories.{module.name}"))
        for value in names.values():
            if isinstance(value, type) and issubclass(value, factory.django.DjangoModelFactory) and value._meta.model:
                found[value._meta.model] = value
    return found


def own_models() -> list[type[Model]]:
    """The models of Gongkai's own apps."""
    return [model for model in apps.get_models() if model.__module__.startswith("gongkai.")]


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_every_model_has_a_factory(model: type[Model]) -> None:
    assert model in _factories(), f"add a factory for {model.__name__} in tests/factories/{model._meta.app_label}.py"


@pytest.mark.django_db
@pytest.mark.parametrize("maker", _factories().values(), ids=lambda maker: maker.__name__)
def test_a_factory_makes_a_row_that_can_be_read_and_printed(maker: Any) -> None:
    row = maker()
    assert str(type(row).objects.get(pk=row.pk))
