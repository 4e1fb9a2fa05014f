"""Files of a case, written once: what was uploaded or drawn is never changed nor removed."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.errors import DocumentIsWrittenOnce


class DocumentKind(models.TextChoices):
    """What a document is for."""

    EVIDENCE = "evidence", _("Evidence")
    RECEIPT = "receipt", _("Confirmation of receipt")
    COMPLETION_CALL = "completion_call", _("Call to complete the application")
    DECISION = "decision", _("Decision")
    MINUTES = "minutes", _("Minutes")
    CERTIFICATE = "certificate", _("Certificate")
    REPORT = "report", _("Report")
    CONFIRMATION = "confirmation", _("Confirmation from the registry")
    PHOTO = "photo", _("Photo")


class DocumentQuerySet(models.QuerySet["Document"]):
    """Reads documents; whatever would change or remove many of them at once is refused."""

    def drawn_as(self, kind: DocumentKind) -> "DocumentQuerySet":
        """Keep the documents of one kind."""
        return self.filter(kind=kind)

    def current(self) -> "DocumentQuerySet":
        """Keep the documents that no later one replaces."""
        return self.filter(replaced_by__isnull=True)

    def update(self, **_values: Any) -> NoReturn:
        """Refuse: a correction is a new document naming the one it replaces."""
        raise DocumentIsWrittenOnce

    def bulk_update(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse, as ``update`` does."""
        raise DocumentIsWrittenOnce

    def delete(self) -> NoReturn:
        """Refuse: the files of a case are its history."""
        raise DocumentIsWrittenOnce


FROM_HEIC = ":from-heic"


class Document(models.Model):
    """Bytes, their SHA-256 and an origin, written once; the database refuses changes as well.

    The file lies under an address made of its digest, so the same bytes stored twice are one file
    and two documents, each with its own origin.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind)
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(_("file type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    storage_path = models.CharField(_("place in the storage"), max_length=100)
    origin = models.CharField(_("origin"), max_length=200)
    language = models.CharField(_("language"), max_length=5, blank=True)
    replaces = models.ForeignKey(
        "self",
        verbose_name=_("replaces"),
        on_delete=models.PROTECT,
        related_name="replaced_by",
        null=True,
        blank=True,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("stored by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField(_("stored at"), default=timezone.now)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("created_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=DocumentKind.values), name="document_kind_is_known"
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="document_is_not_empty"),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="document_digest_has_64_hex_digits",
            ),
        )

    def __str__(self) -> str:
        """Name the file as its author named it."""
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        """Write a new document; refuse to write an old one again."""
        if not self._state.adding:
            raise DocumentIsWrittenOnce
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse: the files of a case are its history."""
        raise DocumentIsWrittenOnce

    @property
    def was_heic(self) -> bool:
        """Say whether a photo came as HEIC and is kept as JPG."""
        return str(self.origin).endswith(FROM_HEIC)
