"""The credential of a certificate is signed once, however often its issue is tried."""

import hashlib
import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.credentials.contents import CredentialContent, attested_by, compose, written
from documents.credentials.proofs import as_jwt, canonical_json, with_proofs
from documents.credentials.status_places import take_places
from documents.errors import CredentialTellsOtherFacts
from documents.keys import signer_for
from documents.models.dossier import Dossier
from documents.models.key import KeyPurpose


def sign_credential(*, content: CredentialContent) -> Dossier:
    """Sign the credential of a certificate in both forms and keep it, or give the one there is."""
    return keep_credential(signed_credential(content=content))


def signed_credential(*, content: CredentialContent) -> Dossier:
    """Give the credential that is kept, or sign one that is still to be kept.

    Signing takes as long as everything else together, so nothing is locked meanwhile: the places in
    the status lists are taken before, and are the same whenever a number asks for them. One that
    attests something else is never taken: nothing may be issued that contradicts its credential.
    """
    kept = _kept(content.number, content.revision)
    if kept is not None:
        _require_same(kept, attested_by(written(content)))
        return kept
    places = take_places(number=content.number, revision=content.revision)
    return _sign(replace(content, id=_name(content), places=places))


def keep_credential(signed: Dossier) -> Dossier:
    """Keep what was signed, unless there is one: then that one counts.

    A retry after a killed worker, and two workers at once, end with the same one: the number is
    unique, and whoever comes second takes what the first has kept.
    """
    if signed.pk is not None:
        return signed
    try:
        with transaction.atomic():
            signed.save()
    except IntegrityError:
        kept = _kept(signed.number, signed.revision)
        if kept is None:
            raise
        _require_same(kept, attested_by(json.loads(signed.credential)))
        return kept
    return signed


def _require_same(kept: Dossier, attested: dict[str, Any]) -> None:
    if attested_by(json.loads(kept.credential)) != attested:
        raise CredentialTellsOtherFacts(number=kept.number)


def _kept(number: str, revision: int) -> Dossier | None:
    found: Dossier | None = Dossier.objects.filter(number=number, revision=revision).first()
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
    return Dossier(
        number=content.number,
        revision=content.revision,
        credential=credential.decode(),
        credential_jwt=as_jwt(document, signer=signer_for(KeyPurpose.CREDENTIAL_ES256)),
        credential_sha256=hashlib.sha256(credential).hexdigest(),
    )
