"""Close the ways past the guards of documents, keys and the log: REPLACE and TRUNCATE."""

from importlib import import_module

from django.db import migrations

guards = import_module("standards.migrations.0009_no_way_past_the_guards")
LOG = "the public log is append-only"
GUARDED = {
    "documents_document": ("a document is written once", "id", guards.SAME_ID),
    "documents_key": (
        "a key is kept for good",
        "id",
        (
            *guards.SAME_ID,
            "o.kid = NEW.kid",
            "o.fingerprint = NEW.fingerprint",
            "o.purpose = NEW.purpose AND o.state = NEW.state AND o.state IN ('active', 'next')",
        ),
    ),
    "documents_logentry": (
        LOG,
        "position",
        # Written as in the index, so that it serves here as well.
        ("o.position = NEW.position", "o.once = NEW.once AND NOT (o.once = '')"),
    ),
    "documents_loghash": (LOG, "place", ("o.place = NEW.place",)),
    "documents_logcheckpoint": (
        LOG,
        "id",
        (*guards.SAME_ID, "o.size = NEW.size AND o.kid = NEW.kid"),
    ),
}


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0010_keys_keep_their_fate"),
        ("standards", "0009_no_way_past_the_guards"),
    ]
    operations = [guards.guarding(GUARDED)]
