"""The digital credential of a certificate, in the form in which it was signed."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from ninja import Router

from certification.api.problems import Problem
from certification.api.serving import JSON, KEPT_FOR_A_MINUTE, require_acceptable, tag_of
from certification.dossiers import dossier_of
from certification.open_data import find_certificate

router = Router(tags=["certificates"])
VC, VC_JWT, JSON_LD = "application/vc", "application/vc+jwt", "application/ld+json"
FORMS = (VC, VC_JWT, JSON_LD, JSON)
DESCRIBED = {
    "description": "The signed credential; as JWT only where `Accept` asks for it.",
    "content": {
        VC: {"schema": {"type": "object"}},
        VC_JWT: {"schema": {"type": "string"}},
    },
}


@router.get(
    "/certificates/{number}/credential",
    summary="Digital credential",
    openapi_extra={"responses": {200: DESCRIBED}},
)
def credential(request: HttpRequest, number: str) -> HttpResponse:
    """Give the Open Badges 3.0 credential with both proofs, or as JWT.

    It proves who attested what, and that nobody changed it. Whether the certificate is in force
    is told by its status lists, or by the address of the certificate itself.
    """
    require_acceptable(request, *FORMS)
    dossier = dossier_of(number)
    if dossier is None:
        raise Problem("unknown-number" if find_certificate(number) is None else "no-credential")
    as_jwt = request.get_preferred_type(FORMS) == VC_JWT
    content = (dossier.credential_jwt if as_jwt else dossier.credential).encode()
    response = HttpResponse(
        content,
        content_type=VC_JWT if as_jwt else VC,
        headers={"ETag": tag_of(content), "Cache-Control": KEPT_FOR_A_MINUTE},
    )
    patch_vary_headers(response, ("Accept",))
    return response
