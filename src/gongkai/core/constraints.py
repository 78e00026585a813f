"""Constraints that a model's Meta can name, and triggers for what a check constraint cannot see.

A trigger here only ever refuses: it guards the database against every door but the right one.
"""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


def paired(app: str, first: str, second: str) -> models.CheckConstraint:
    """Two fields that are both set or both empty, such as who and when."""
    both = models.Q(**{f"{first}__isnull": False, f"{second}__isnull": False})
    neither = models.Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
    return models.CheckConstraint(condition=both | neither, name=f"{app}_{first}_with_{second}")


class Refuse(migrations.operations.base.Operation):
    """A migration operation: refuse an insert, update or delete of a row while a condition holds.

    `condition` is SQL over NEW and OLD that both PostgreSQL and SQLite understand; "1=1" refuses always.
    `name` is what the error says, so it is a sentence in snake case: `disclosures_author_clears_own_text`.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, *, table: str, on: str, name: str, condition: str = "1=1") -> None:
        if on not in {"INSERT", "UPDATE", "DELETE"}:
            raise ValueError(on)
        self.table, self.on, self.name, self.condition = table, on, name, condition

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        kwargs = {"table": self.table, "on": self.on, "name": self.name, "condition": self.condition}
        return self.__class__.__name__, [], kwargs

    def describe(self) -> str:
        return f"Refuse {self.on} on {self.table}: {self.name}"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        return

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for statement in self.statements(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {self.name} ON {self.table}", params=None)
            schema_editor.execute(f"DROP FUNCTION {self.name}()", params=None)
        else:
            schema_editor.execute(f"DROP TRIGGER {self.name}", params=None)

    def statements(self, vendor: str) -> list[str]:
        """The SQL that puts the guard up, on "postgresql" or "sqlite"; it may replace a function left behind."""
        if vendor == "postgresql":
            answer = "OLD" if self.on == "DELETE" else "NEW"
            return [
                f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger AS $$ BEGIN "
                f"IF ({self.condition}) THEN RAISE EXCEPTION '{self.name}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                f"RETURN {answer}; END $$ LANGUAGE plpgsql",
                f"CREATE TRIGGER {self.name} BEFORE {self.on} ON {self.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
            ]
        return [
            f"CREATE TRIGGER {self.name} BEFORE {self.on} ON {self.table} FOR EACH ROW WHEN ({self.condition}) "
            f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
        ]


def append_only(table: str, *, unless: str = "") -> list[Refuse]:
    """Refuse every change and deletion of a table's rows; `unless` is SQL that lets a change through."""
    condition = f"NOT {unless}" if unless else "1=1"
    return [
        Refuse(table=table, on="UPDATE", name=f"{table}_is_never_changed", condition=condition),
        Refuse(table=table, on="DELETE", name=f"{table}_is_never_deleted"),
    ]


class Lift(migrations.operations.base.Operation):
    """A migration operation: take a guard down for good, because another takes its place. Give it as it was put up."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, *, table: str, on: str, name: str, condition: str = "1=1") -> None:
        self.guard = Refuse(table=table, on=on, name=name, condition=condition)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [], self.guard.deconstruct()[2]

    def describe(self) -> str:
        return f"Lift {self.guard.name} of {self.guard.table}"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        return

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self.guard.database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self.guard.database_forwards(app_label, schema_editor, from_state, to_state)
