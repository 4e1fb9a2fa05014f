"""Certificates whose scope was reduced before there were revisions get their second one."""

import hashlib
from datetime import datetime, time, timedelta

import rfc8785
from django.db import migrations
from django.utils import timezone


def revise(apps, _schema_editor):
    certificates = apps.get_model("certification", "Certificate")
    reduced = certificates.objects.filter(reduced_scope__isnull=False, revision=1)
    for one in reduced.select_related("scheme", "version", "decision").order_by("pk"):
        changes = one.status_changes.filter(status="scope_reduced").order_by("recorded_at", "pk")
        one.revision = 1 + len(changes)
        day = max(changes.last().effective_on, one.valid_from)
        first = timezone.make_aware(datetime.combine(day, time.min))
        one.revised_from = first + timedelta(seconds=one.revision - 1)
        one.digest = hashlib.sha256(rfc8785.dumps(facts(one))).hexdigest()
        one.save(update_fields=["revision", "revised_from", "digest"])


def take_back(apps, _schema_editor):
    certificates = apps.get_model("certification", "Certificate")
    reduced = certificates.objects.filter(revision__gt=1)
    for one in reduced.select_related("scheme", "version", "decision").order_by("pk"):
        told = facts(one)
        del told["revision"], told["reduced_scope"]
        one.revision, one.sealed_revision, one.revised_from = 1, 1, None
        one.digest = hashlib.sha256(rfc8785.dumps(told)).hexdigest()
        one.save(update_fields=["revision", "sealed_revision", "revised_from", "digest"])


def facts(one):
    return {
        "number": one.number,
        "scheme": one.scheme.code,
        "standard": {"version": one.version.version, "sha256": one.version.sha256},
        "holder": {
            "name": one.holder_name,
            "nip": one.holder_nip,
            "regon": one.holder_regon,
            "krs": one.holder_krs,
            "city": one.holder_city,
            "municipality": one.holder_municipality,
            "voivodeship": one.voivodeship,
        },
        "offer": one.offer_name or None,
        "scope": one.scope,
        "issued_on": one.issued_on.isoformat(),
        "valid_from": one.valid_from.isoformat(),
        "valid_until": one.valid_until.isoformat(),
        "decision": {"number": one.decision.number, "sha256": one.decision.snapshot_sha256},
        "revision": one.revision,
        "reduced_scope": one.reduced_scope,
    }


class Migration(migrations.Migration):
    dependencies = [("certification", "0016_revisions_of_certificates")]
    operations = [migrations.RunPython(revise, take_back)]
