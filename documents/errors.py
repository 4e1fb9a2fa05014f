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


class KeyIsKept(Exception):
    """Code tried to remove a key; what it has signed could not be checked any more."""

    def __init__(self) -> None:
        super().__init__("A key is never removed; retire it or mark it as compromised.")


class KeyRefused(Exception):
    """A private key cannot be used here; the text says why and what the operator can do."""


class KeyMoveRefused(RuleViolation):
    """A key is not in a state from which this step can be taken."""

    sentence = _("A key that is “%(source)s” cannot become “%(target)s”.")
    code = "key_move_refused"


class KeyAlreadyAnnounced(RuleViolation):
    """Two announced keys of one purpose would leave open which of them comes next."""

    sentence = _("The key “%(kid)s” is announced already. Activate it or mark it as compromised.")
    code = "key_already_announced"


class NoKeyAnnounced(RuleViolation):
    """A key can take the place of another only once it has been published."""

    sentence = _("No key is announced for this purpose. Create one first.")
    code = "no_key_announced"


class KeyDoesNotFit(RuleViolation):
    """A key of another kind, or one that does not belong to its certificate, signs for nobody."""

    sentence = _("This key does not fit its purpose or its certificate.")
    code = "key_does_not_fit"


class CertificateTextTooLong(RuleViolation):
    """Text would run over its place on the certificate; it is never cut and never overlaps."""

    sentence = _(
        "This text is too long for the certificate: “%(text)s”. Shorten it and issue again."
    )
    code = "certificate_text_too_long"


class CredentialTellsOtherFacts(RuleViolation):
    """What is signed and stands in the public log is not signed again with other facts."""

    sentence = _(
        "A credential with other data is kept for certificate %(number)s already, so nothing was "
        "issued. Give this number to the administrator of the system."
    )
    code = "credential_tells_other_facts"


class UploadRefused(RuleViolation):
    """An uploaded file cannot become evidence; each reason has its own class and its way out."""

    code = "upload_refused"


class FileIsEmpty(UploadRefused):
    """A file without a byte proves nothing; it is most often an upload broken off."""

    sentence = _("The file “%(name)s” is empty. Check it on your device and add it again.")
    code = "file_is_empty"


class FileIsTooLarge(UploadRefused):
    """Above the limit a file cannot be kept and passed on by mail or phone."""

    sentence = _(
        "The file “%(name)s” is larger than %(limit)s MB. Make it smaller or split it into parts."
    )
    code = "file_is_too_large"


class FileTypeRefused(UploadRefused):
    """Experts must be able to open evidence without special programs, and without danger."""

    sentence = _(
        "Files like “%(name)s” cannot be added. Save it as PDF, DOCX, XLSX, ODT, ODS, JPG, PNG or "
        "HEIC."
    )
    code = "file_type_refused"


class ContentIsNotWhatTheNameSays(UploadRefused):
    """The name promises a type that is accepted, the bytes are of none that is."""

    sentence = _(
        "The file “%(name)s” is not what its name says. Open it on your device; if it opens, save "
        "it again as PDF, DOCX, XLSX, ODT, ODS, JPG or PNG and add the new one."
    )
    code = "content_is_not_what_the_name_says"


class ExtensionLies(UploadRefused):
    """The name says one type and the bytes another; such files mislead people and programs."""

    sentence = _(
        "The name “%(name)s” does not fit the content, which is %(found)s. "
        "Save the file again in the program it comes from and add the new one."
    )
    code = "extension_lies"


class PdfIsEncrypted(UploadRefused):
    """A file that asks for a password cannot be read by the experts, nor years later by anyone."""

    sentence = _(
        "The file “%(name)s” is protected with a password or has restrictions. "
        "Save it without protection (for example print it to PDF) and add it again."
    )
    code = "pdf_is_encrypted"


class OfficeFileIsEncrypted(UploadRefused):
    """A document behind a password cannot be read by the experts."""

    sentence = _(
        "The file “%(name)s” is protected with a password or comes from an old version of Office. "
        "Save it without a password as DOCX, XLSX or PDF and add it again."
    )
    code = "office_file_is_encrypted"


class FileIsDamaged(UploadRefused):
    """A file cut short or broken on the way would surprise the expert, not the applicant."""

    sentence = _(
        "The file “%(name)s” is damaged or was not sent whole. "
        "Open it on your device, save it again and add the new one."
    )
    code = "file_is_damaged"


class MacrosRefused(UploadRefused):
    """A document that carries a program may do harm on an expert's computer."""

    sentence = _(
        "The file “%(name)s” contains macros (a small program). "
        "Save it without macros, for example as PDF, and add it again."
    )
    code = "macros_refused"


class ArchiveBombRefused(UploadRefused):
    """A small file that unpacks into a huge one stops the computer that opens it."""

    sentence = _(
        "The file “%(name)s” unpacks into far too much data. "
        "Save it as PDF or split it into parts and add these."
    )
    code = "archive_bomb_refused"


class ImageIsTooLarge(UploadRefused):
    """A picture of too many points stops the computer that opens it."""

    sentence = _(
        "The picture “%(name)s” has more than %(limit)s million pixels. "
        "Reduce its dimensions and add it again."
    )
    code = "image_is_too_large"
