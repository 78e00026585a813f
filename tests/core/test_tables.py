"""Tables created together, and installations from before the migrations were put together."""

import pytest
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import CreateModel
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from gongkai.core.tables import CreateTables


def key() -> tuple[str, models.BigAutoField]:
    """The key that every model has."""
    return "id", models.BigAutoField(primary_key=True)


def other(name: str) -> models.ForeignKey:
    """A reference to another model of the invented app."""
    return models.ForeignKey(f"invented.{name}", models.PROTECT, null=True, related_name="+")


@pytest.mark.django_db(transaction=True)
def test_models_that_refer_to_each_other_are_created_and_dropped_together() -> None:
    tables = CreateTables(
        [
            CreateModel("Letter", [key(), ("answer", other("answer"))]),
            CreateModel("Answer", [key(), ("letter", other("letter"))]),
        ]
    )
    before, after = ProjectState(), ProjectState()
    tables.state_forwards("invented", after)
    with connection.schema_editor() as editor:
        tables.database_forwards("invented", editor, before, after)
    letters, answers = (after.apps.get_model("invented", name) for name in ("letter", "answer"))
    letter = letters.objects.create()
    answer = answers.objects.create(letter=letter)
    assert answers.objects.get(letter=letter) == answer
    answers.objects.update(letter=None)
    with connection.schema_editor() as editor:
        tables.database_backwards("invented", editor, after, before)
    assert not {"invented_letter", "invented_answer"} & set(connection.introspection.table_names())


def test_the_operation_tells_what_it_does() -> None:
    tables = CreateTables([CreateModel("Letter", [key()])])
    assert tables.describe() == "Create the tables of Letter"
    name, args, kwargs = tables.deconstruct()
    assert (name, args, kwargs) == ("CreateTables", [tables.models], {})


@pytest.mark.django_db
def test_an_installation_made_by_the_earlier_migrations_has_nothing_left_to_apply() -> None:
    disk = MigrationExecutor(connection).loader.disk_migrations
    recorder = MigrationRecorder(connection)
    for (app, name), migration in disk.items():
        if migration.replaces:
            recorder.record_unapplied(app, name)
            for replaced in migration.replaces:
                recorder.record_applied(*replaced)
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
