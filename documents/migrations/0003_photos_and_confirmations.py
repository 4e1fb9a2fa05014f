"""Two more kinds of documents. SQLite makes the table anew for it, which drops its triggers."""

from importlib import import_module

from django.db import migrations, models

triggers = import_module("documents.migrations.0002_documents_are_written_once")
KINDS = [
    ("evidence", "Evidence"),
    ("receipt", "Confirmation of receipt"),
    ("completion_call", "Call to complete the application"),
    ("decision", "Decision"),
    ("minutes", "Minutes"),
    ("certificate", "Certificate"),
    ("report", "Report"),
    ("confirmation", "Confirmation from the registry"),
    ("photo", "Photo"),
]


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_documents_are_written_once")]

    operations = [
        migrations.RunPython(triggers.drop, triggers.create),
        migrations.RemoveConstraint("document", "document_kind_is_known"),
        migrations.AlterField(
            "document",
            "kind",
            models.CharField(choices=KINDS, max_length=20, verbose_name="kind"),
        ),
        migrations.AddConstraint(
            "document",
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind for kind, _name in KINDS]),
                name="document_kind_is_known",
            ),
        ),
        migrations.RunPython(triggers.create, triggers.drop),
    ]
