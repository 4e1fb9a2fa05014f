"""What was signed for a certificate before its page was sealed; one row a revision, for good."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Dossier(models.Model):
    """The credential of one certificate in its two forms, made once however often issuing is tried.

    The worker may die between signing and sealing: the next one finds here what was signed. A later
    revision tells what remains of a reduced scope; the earlier ones stay, as what was once handed
    out.
    """

    number = models.CharField(_("certificate number"), max_length=30)
    revision = models.PositiveSmallIntegerField(default=1)
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
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number", "revision"], name="dossier_is_one_for_each_revision"
            ),
        ]

    def __str__(self) -> str:
        """Name the certificate."""
        return self.number
