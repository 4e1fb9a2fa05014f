"""Checking a file that somebody brings: is it genuine, and is its certificate in force."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Router, Schema, UploadedFile

from certification.api.problems import Problem
from certification.api.schemas import CertificateOut
from certification.api.serving import JSON, require_acceptable, written
from certification.limits import wait_for_file_check
from certification.open_data import certificate_data, find_certificate
from certification.standing import history_of
from certification.verification import Reason, verify_file
from documents.verification.apart import LARGEST

router = Router(tags=["certificates"])


class VerifiedOut(Schema):
    """Two answers: `authentic` is null where the file could not be checked now."""

    authentic: bool | None
    reasons: list[Reason]
    certificate: CertificateOut | None


ONE_FILE = {"content": {"multipart/form-data": {"schema": {"additionalProperties": False}}}}


@router.post(
    "/verify",
    response=VerifiedOut,
    by_alias=True,
    summary="Check a file",
    openapi_extra={"requestBody": ONE_FILE},
)
def verify(request: HttpRequest, file: File[UploadedFile]) -> HttpResponse:
    """Check a sealed PDF, a credential in JSON or as JWT, 10 MB at most; it is not kept.

    `authentic` says whether it comes from this registry unchanged, `certificate` what its number is
    worth today. `reasons` names all that speaks against relying on it; empty means: rely on it.
    """
    require_acceptable(request, JSON)
    _require_one_file(request)
    if wait := wait_for_file_check(request):
        raise Problem("too-many-requests", headers={"Retry-After": str(wait)})
    now = timezone.localtime()
    content = file.read(LARGEST + 1)
    answer = verify_file(content, today=now.date())
    found = None
    if answer.certificate is not None:
        row = find_certificate(answer.certificate.number)
        if row is not None:
            found = certificate_data(row, history_of(row["pk"]), on=now.date(), known_at=now)
    data = {
        "authentic": answer.is_authentic,
        "reasons": [reason.value for reason in answer.reasons],
        "certificate": found,
    }
    return HttpResponse(written(data), content_type=JSON, headers={"Cache-Control": "no-store"})


def _require_one_file(request: HttpRequest) -> None:
    """Refuse a form with anything but one file: what is not checked must not seem to be."""
    more = (set(request.POST) | set(request.FILES)) - {"file"}
    if more or len(request.FILES.getlist("file")) > 1:
        errors = [{"loc": ["file"], "msg": "Exactly one file is checked", "type": "one_file"}]
        raise Problem("invalid-request", errors=errors)
