"""Keys by their public half: what each is for, since when, and whether it is still believed."""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from documents.errors import KeyIsKept
from documents.lifecycle import KeyState


class KeyPurpose(models.TextChoices):
    """The one thing a key may sign; no key signs two kinds of things."""

    SEAL = "seal", _("Seal on certificates (PDF)")
    CREDENTIAL_EDDSA = "credential_eddsa", _("Credential (JSON)")
    CREDENTIAL_ES256 = "credential_es256", _("Credential (JWT)")
    STATUS_LIST = "status_list", _("Status lists")
    LOG = "log", _("Public log")


class KeyAlgorithm(models.TextChoices):
    """How a key signs."""

    ED25519 = "ed25519", "Ed25519"
    P256 = "p256", "ECDSA P-256, SHA-256"
    RSA3072 = "rsa3072", "RSA 3072, SHA-256"


class KeyStore(models.TextChoices):
    """Where the private half lies."""

    FILE = "file", pgettext_lazy("place of a key", "File")
    TOKEN = "token", pgettext_lazy("place of a key", "Hardware token (PKCS#11)")


class KeyQuerySet(models.QuerySet["Key"]):
    """Clauses on keys; nothing here can remove one."""

    def active(self, purpose: str) -> "KeyQuerySet":
        """Keep the key that signs now for a purpose."""
        return self.filter(purpose=purpose, state=KeyState.ACTIVE)

    def believed(self, purpose: str) -> "KeyQuerySet":
        """Keep those whose old signatures still count, and those announced for later."""
        return self.filter(purpose=purpose).exclude(state=KeyState.COMPROMISED)

    def delete(self) -> NoReturn:
        """Refuse: what a key has signed must be checkable for as long as anybody holds it."""
        raise KeyIsKept


class Key(models.Model):
    """The public half of one key and its fate; never removed, its public half never changed.

    ``kid`` is also the name of the private half: of its file, or of the object in the token.
    """

    kid = models.CharField(_("name"), max_length=60, unique=True)
    purpose = models.CharField(_("purpose"), max_length=20, choices=KeyPurpose)
    algorithm = models.CharField(_("algorithm"), max_length=10, choices=KeyAlgorithm)
    store = models.CharField(_("place"), max_length=10, choices=KeyStore)
    public_pem = models.TextField(help_text="SubjectPublicKeyInfo.")
    certificate_pem = models.TextField(
        blank=True, help_text="Of a seal: its certificate, then those above it."
    )
    fingerprint = models.CharField(
        _("fingerprint"),
        max_length=64,
        unique=True,
        help_text="SHA-256 of the certificate of a seal, of the public key otherwise.",
    )
    state = models.CharField(_("state"), max_length=12, choices=KeyState, default=KeyState.NEXT)
    is_demo = models.BooleanField(
        default=False, help_text="Made by itself for a demonstration; a production refuses it."
    )
    created_at = models.DateTimeField(_("published on"), default=timezone.now)
    valid_from = models.DateTimeField(_("signs from"), null=True, blank=True)
    valid_until = models.DateTimeField(_("signs until"), null=True, blank=True)
    compromised_at = models.DateTimeField(_("not believed from"), null=True, blank=True)
    note = models.TextField(_("public note"), blank=True)
    history = HistoricalRecords()

    objects: ClassVar[Any] = KeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("key")
        verbose_name_plural = _("keys")
        ordering = ("purpose", "-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(purpose__in=KeyPurpose.values), name="key_purpose_is_known"
            ),
            models.CheckConstraint(
                condition=Q(algorithm__in=KeyAlgorithm.values), name="key_algorithm_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=KeyState.values), name="key_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kid__regex=r"^[A-Za-z0-9][A-Za-z0-9._-]*$"),
                name="key_name_fits_an_address",
            ),
            models.CheckConstraint(
                condition=~Q(purpose=KeyPurpose.SEAL) | ~Q(certificate_pem=""),
                name="key_of_a_seal_has_its_certificate",
            ),
            models.UniqueConstraint(
                fields=["purpose"],
                condition=Q(state=KeyState.ACTIVE),
                name="key_in_use_is_one_for_each_purpose",
            ),
            models.UniqueConstraint(
                fields=["purpose"],
                condition=Q(state=KeyState.NEXT),
                name="key_announced_is_one_for_each_purpose",
            ),
        )

    def __str__(self) -> str:
        """Name the key as other systems do."""
        return self.kid

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse: what a key has signed must be checkable for as long as anybody holds it."""
        raise KeyIsKept
