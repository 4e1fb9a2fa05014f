"""What was signed for a certificate before its page was sealed; one row a number, for good."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Dossier(models.Model):
    """The credential of one certificate in its two forms, made once however often issuing is tried.

    The worker may die between signing and sealing: the next one finds here what was signed.
    """

    number = models.CharField(_("certificate number"), max_length=30, unique=True)
    credential = models.TextField(help_text="JSON with both proofs, in canonical form.")
    credential_jwt = models.TextField()
    credential_sha256 = models.CharField(max_length=64)
    awaits_stamp = models.BooleanField(
        default=False, help_text="Sealed while the service of time stamps was silent."
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("dossier of a certificate")
        verbose_name_plural = _("dossiers of certificates")

    def __str__(self) -> str:
        """Name the certificate."""
        return self.number
