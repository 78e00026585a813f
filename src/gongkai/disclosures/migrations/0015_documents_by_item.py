"""Texts with a document number are found by their item, the day they were formed and the day they expire."""

import datetime

from django.db import migrations, models
from django.db.models.functions import Coalesce

NUMBERED = models.Q(("doc_no", ""), _negated=True)
FORMED = Coalesce("formed_on", models.Value(datetime.date.min, output_field=models.DateField()))


def _add(index: models.Index) -> migrations.AddIndex:
    return migrations.AddIndex(model_name="revision", index=index)


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0014_duties_and_confirmations")]

    operations = [
        migrations.RemoveIndex(model_name="revision", name="disclosures_documents"),
        _add(models.Index(condition=NUMBERED, fields=["-id", "item"], name="disclosures_documents")),
        _add(models.Index(condition=NUMBERED, fields=["item", "-id"], name="disclosures_document_of")),
        _add(models.Index(FORMED.desc(), models.F("id").desc(), condition=NUMBERED, name="disclosures_formed")),
        _add(
            models.Index(
                condition=NUMBERED & models.Q(("expires_on__isnull", False)),
                fields=["expires_on"],
                name="disclosures_expiring",
            )
        ),
    ]
