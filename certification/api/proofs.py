"""The proof that the public log tells of a certificate."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from certification.api.problems import Problem
from certification.api.schemas import ProofOut
from certification.api.serving import answer
from certification.proofs import proof_data

router = Router(tags=["certificates"])


@router.get("/certificates/{number}/proof", response=ProofOut, summary="Proofs from the public log")
def certificate_proof(request: HttpRequest, number: str) -> HttpResponse:
    """Give each entry of the public log on a certificate with its inclusion proof.

    All proofs lead to one checkpoint, a signed note. `tlog_proof` is the same as a file that can
    be checked offline by any tool that knows the format.
    """
    data = proof_data(number)
    if data is None:
        raise Problem("unknown-number")
    return answer(request, data)
