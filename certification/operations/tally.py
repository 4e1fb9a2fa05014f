"""Counting the whole registry, away from any page."""

from django.db import transaction
from django.utils import timezone

from certification.facets import counted
from certification.models import Certificate, StatusChange, Tally


def count_registry() -> bool:
    """Count everything once more where a state changed or a day began; say whether it was done.

    Two counts at the same time do no harm: both are right, and only the latest is kept.
    """
    now = timezone.now()
    day = timezone.localdate(now)
    newest = StatusChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if Tally.objects.filter(day=day, newest_change=newest).exists():
        return False
    cells = counted(Certificate.objects.all(), today=day)
    with transaction.atomic():
        made = Tally.objects.create(
            day=day,
            newest_change=newest,
            cells=[[*place, count] for place, count in sorted(cells.items())],
            counted_at=now,
        )
        Tally.objects.exclude(pk=made.pk).filter(counted_at__lte=now).delete()
    return True
