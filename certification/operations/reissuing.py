"""The files of a certificate whose scope was reduced: made by the worker, kept in the old place."""

from collections.abc import Mapping

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.history import save
from certification.issuing import prepare_revision
from certification.models import Application, Certificate, Side
from certification.operations.case import log_event, team_of, write_message
from certification.operations.revisions import record_places
from documents.models import Document, DocumentKind
from documents.operations import store_document
from documents.sealed_files import log_sealed_file

PLACES = {"pl": "document", "en": "document_en"}


def issue_revision(*, pk: int) -> bool:
    """Sign, draw and seal the newest revision, and put it in the place of the one before.

    It may be broken off and begun again anywhere, as the first issue may.
    """
    certificate: Certificate = Certificate.objects.select_related(
        "scheme",
        "version",
        "holder",
        "decision__application__edition__scheme",
        "decision__application__edition__operator",
        "decision__application__offer",
    ).get(pk=pk)
    pages = prepare_revision(certificate)
    return keep_revision(certificate=certificate, revision=certificate.revision, pages=pages)


@transaction.atomic
def keep_revision(*, certificate: Certificate, revision: int, pages: Mapping[str, bytes]) -> bool:
    """Hand out the files of a revision from now on (ISO/IEC 17065, 7.11.1); once, however often.

    Files of a revision that is no longer the newest are thrown away.
    """
    application = Application.objects.locked(certificate.application_id)
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if revision != certificate.revision or revision == certificate.sealed_revision:
        return False
    for language, content in pages.items():
        before = getattr(certificate, PLACES[language])
        page = _store(certificate, language, content, before)
        setattr(certificate, PLACES[language], page)
    certificate.sealed_revision = revision
    save(certificate, by=None, reason="keep_revision")
    record_places(certificate)
    _tell(certificate, application)
    for content in pages.values():
        log_sealed_file(number=certificate.number, content=content)
    return True


def _store(
    certificate: Certificate, language: str, content: bytes, before: Document | None
) -> Document:
    number, revision = certificate.number, certificate.revision
    ending = "" if language == "pl" else f"-{language}"
    return store_document(
        kind=DocumentKind.CERTIFICATE,
        name=f"{number}-{revision}{ending}.pdf",
        content=content,
        content_type="application/pdf",
        origin=number,
        by=None,
        language=language,
        replaces=before,
    )


def _tell(certificate: Certificate, application: Application) -> None:
    number, revision = certificate.number, certificate.revision
    log_event(
        application,
        "certificate_revised",
        by=None,
        side=Side.SYSTEM,
        number=number,
        revision=revision,
    )
    write_message(
        kind="certificate_revised",
        recipients=team_of(application),
        subject=format_lazy(
            _("Revision {revision} of certificate {number} is issued"),
            number=number,
            revision=revision,
        ),
        body=format_lazy(
            _(
                "Revision {revision} of certificate {number} tells the reduced scope. Use it from "
                "now on; whoever checks an earlier file is told that it was replaced. "
                "The link leads to the public page, where you can download it."
            ),
            number=number,
            revision=revision,
        ),
        application=application,
        path=reverse("certification:certificate", kwargs={"number": number}),
    )
