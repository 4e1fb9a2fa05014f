"""What can go wrong with a document: our own mistakes, and the rules an uploaded file breaks."""

from django.utils.translation import gettext_lazy as _

from standards.errors import RuleViolation


class DocumentIsWrittenOnce(Exception):
    """Code tried to change or remove a document; a correction is a new one naming the old."""

    def __init__(self) -> None:
        super().__init__("A document is written once; store a new one that replaces it.")


class DocumentDamaged(Exception):
    """The stored bytes are missing or are not those whose digest was taken."""

    def __init__(self, sha256: str) -> None:
        super().__init__(f"The file {sha256} is missing or differs from what was stored.")


class CertificateTextTooLong(RuleViolation):
    """Text would run over its place on the certificate; it is never cut and never overlaps."""

    sentence = _(
        "This text is too long for the certificate: “%(text)s”. Shorten it and issue again."
    )
    code = "certificate_text_too_long"
