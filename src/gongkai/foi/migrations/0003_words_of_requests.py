"""An index over the words of requests, on PostgreSQL; SQLite reads them through, as small offices have few."""

from django.db import migrations


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE INDEX foi_words ON foi_inforequest USING gin (string_to_array(terms, ' '))")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX foi_words")


class Migration(migrations.Migration):
    dependencies = [("foi", "0002_guards")]
    operations = [migrations.RunPython(build, drop)]
