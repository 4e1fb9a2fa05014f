"""The credential of a certificate is signed once, however often its issue is tried."""

import hashlib
import json
from dataclasses import replace
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from documents.credentials.contents import CredentialContent, compose
from documents.credentials.proofs import as_jwt, canonical_json, with_proofs
from documents.credentials.status_places import take_places
from documents.keys import signer_for
from documents.models.dossier import Dossier
from documents.models.key import KeyPurpose


def sign_credential(*, content: CredentialContent) -> Dossier:
    """Sign the credential of a certificate in both forms and keep it, or give the one there is.

    A retry after a killed worker, and two workers at once, end with the same one: the number is
    unique, and whoever comes second takes what the first has kept.
    """
    kept = _kept(content)
    if kept is not None:
        return kept
    with transaction.atomic():
        places = take_places(number=content.number, revision=content.revision)
        # The lists are locked by now: only one at a time comes this far.
        return _kept(content) or _sign(replace(content, id=_name(content), places=places))


def _kept(content: CredentialContent) -> Dossier | None:
    found: Dossier | None = Dossier.objects.filter(
        number=content.number, revision=content.revision
    ).first()
    return found


def _name(content: CredentialContent) -> str:
    """Draw the name of a credential; later revisions bear the same one.

    So it is in Open Badges 3.0: of two with one issuer and one name the later ``validFrom`` counts.
    """
    before = Dossier.objects.filter(number=content.number).order_by("revision").first()
    return str(json.loads(before.credential)["id"]) if before else f"urn:uuid:{uuid4()}"


def _sign(content: CredentialContent) -> Dossier:
    document = compose(content)
    signer = signer_for(KeyPurpose.CREDENTIAL_EDDSA)
    credential = canonical_json(with_proofs(document, signer=signer, now=timezone.now()))
    made: Dossier = Dossier.objects.create(
        number=content.number,
        revision=content.revision,
        credential=credential.decode(),
        credential_jwt=as_jwt(document, signer=signer_for(KeyPurpose.CREDENTIAL_ES256)),
        credential_sha256=hashlib.sha256(credential).hexdigest(),
    )
    return made
