"""Rows of several tables that hang on one row, read with that row in a single statement and made into models."""

import datetime
import json
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject


class Rows(Subquery):
    """A subquery whose rows come as one JSON array, in the order of the queryset, with all columns of the model."""

    output_field = JSONField()

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self.model = queryset.model
        columns = {field.attname: field.attname for field in queryset.model._meta.concrete_fields}
        super().__init__(queryset.values(line=JSONObject(**columns)))

    def as_sql(self, compiler: Any, connection: Any, template: str | None = None, **extra: Any) -> Any:
        """One array on either database; none for no rows."""
        if connection.vendor == "postgresql":
            wrapped = "(SELECT json_agg(rows_.line)::jsonb FROM (%(subquery)s) rows_)"
        else:
            wrapped = "(SELECT json_group_array(json(rows_.line)) FROM (%(subquery)s) rows_)"
        return super().as_sql(compiler, connection, template=wrapped, **extra)


def models_of(model: type[models.Model], lines: Any) -> list[Any]:
    """The array of `Rows` as instances of its model."""
    if isinstance(lines, str):
        lines = json.loads(lines)
    fields = list(model._meta.concrete_fields)
    names = [field.attname for field in fields]
    return [
        model.from_db("default", names, [_value(field, line[field.attname]) for field in fields])
        for line in lines or ()
    ]


def _value(field: Any, value: Any) -> Any:
    if value is None:
        return None
    if hasattr(field, "from_db_value") and not isinstance(field, JSONField):
        return field.from_db_value(value, None, None)
    if isinstance(field, JSONField):
        return json.loads(value) if isinstance(value, str) else value
    if isinstance(field, models.ForeignKey):
        return value
    read = field.to_python(value)
    if isinstance(read, datetime.datetime) and read.tzinfo is None:
        return read.replace(tzinfo=datetime.UTC)
    return read


def by(rows: list[Any], name: str) -> Mapping[Any, list[Any]]:
    """Rows put together by the value of a field."""
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found
