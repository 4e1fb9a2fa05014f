"""The registry counted by scheme, voivodeship and state, so that a page never counts it all."""

from typing import ClassVar

from django.db import models


class Tally(models.Model):
    """One count of the whole registry on a day: cells of scheme, voivodeship, state, number."""

    day = models.DateField()
    newest_change = models.BigIntegerField()
    cells = models.JSONField(default=list)
    counted_at = models.DateTimeField()

    class Meta:
        get_latest_by: ClassVar = "counted_at"

    def __str__(self) -> str:
        """Say of which day it is."""
        return f"registry on {self.day}"
