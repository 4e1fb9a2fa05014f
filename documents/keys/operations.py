"""Every change of a key: it comes into being, begins to sign, gives way, is no more believed."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from documents import custody
from documents.errors import KeyAlreadyAnnounced, KeyDoesNotFit, NoKeyAnnounced
from documents.history import save
from documents.keys import files
from documents.keys.chain import is_own, own_chain
from documents.keys.public import (
    FITTING,
    Public,
    algorithm_of,
    certificates_in,
    fingerprint_of,
    raw_bytes,
    to_pem,
)
from documents.lifecycle import KeyState, require_key_move
from documents.log.operations import append
from documents.models.key import Key, KeyAlgorithm, KeyPurpose, KeyStore
from documents.models.log import LogKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


@dataclass(frozen=True)
class Brought:
    """A private key that comes from elsewhere: in a file, or already in the token under a name."""

    private: files.Private | None = None
    label: str = ""


def create_key(
    *,
    purpose: KeyPurpose,
    store: KeyStore,
    algorithm: KeyAlgorithm | None = None,
    certificate_pem: str = "",
    brought: Brought | None = None,
    by: "AbstractBaseUser | None",
) -> Key:
    """Make or take over a key and publish it as the next one; it does not sign yet.

    A seal without a certificate from elsewhere gets one of our own. Others learn of the key before
    its first signature, so that nothing that is kept anywhere has to be fetched again in haste.
    """
    custody.require()
    with transaction.atomic():
        announced = Key.objects.filter(purpose=purpose, state=KeyState.NEXT).first()
        if announced is not None:
            raise KeyAlreadyAnnounced(kid=announced.kid)
        kid, public = _make(purpose, store, algorithm, brought or Brought())
        return _publish(purpose, store, kid, public, certificate_pem, is_demo=False, by=by)


def create_demo_key(*, purpose: KeyPurpose) -> Key:
    """Make a key of the demonstration and use it at once; a production refuses such keys."""
    custody.require()
    with transaction.atomic():
        kid, public = _make(purpose, KeyStore.FILE, None, Brought())
        key = _publish(purpose, KeyStore.FILE, kid, public, "", is_demo=True, by=None)
        return _begin(key, timezone.now(), by=None, reason="create_demo_key")


def create_demo_keys() -> list[Key]:
    """Make those keys of the demonstration that are missing."""
    held = set(Key.objects.filter(state=KeyState.ACTIVE).values_list("purpose", flat=True))
    return [create_demo_key(purpose=purpose) for purpose in KeyPurpose if purpose not in held]


@transaction.atomic
def activate_key(*, key: Key, by: "AbstractBaseUser | None") -> Key:
    """Let an announced key sign from now on; the one before retires and stays believed."""
    key = Key.objects.select_for_update().get(pk=key.pk)
    require_key_move(source=key.state, target=KeyState.ACTIVE)
    now = timezone.now()
    before = Key.objects.select_for_update().active(key.purpose).first()
    if before is not None:
        before.state, before.valid_until = KeyState.RETIRED, now
        _record(before, by=by, reason="activate_key")
    return _begin(key, now, by=by, reason="activate_key")


def rotate_key(*, purpose: KeyPurpose, by: "AbstractBaseUser | None") -> Key:
    """Let the announced key take over and announce a new one of the same kind and place."""
    custody.require()
    with transaction.atomic():
        upcoming = Key.objects.filter(purpose=purpose, state=KeyState.NEXT).first()
        if upcoming is None:
            raise NoKeyAnnounced
        active = activate_key(key=upcoming, by=by)
        if not _comes_from_elsewhere(active):
            create_key(
                purpose=purpose,
                store=KeyStore(active.store),
                algorithm=KeyAlgorithm(active.algorithm),
                by=by,
            )
    return active


@transaction.atomic
def declare_compromised(
    *, key: Key, since: datetime, note: str, by: "AbstractBaseUser | None"
) -> Key:
    """Take belief from a key for good: from ``since`` on somebody else may have signed with it.

    It leaves the published methods at once. What stood in the public log before that moment stays
    provable by the log. Nothing signs for the purpose until another key is activated.
    """
    key = Key.objects.select_for_update().get(pk=key.pk)
    require_key_move(source=key.state, target=KeyState.COMPROMISED)
    now = timezone.now()
    if key.state == KeyState.ACTIVE:
        key.valid_until = now
    key.state, key.compromised_at, key.note = KeyState.COMPROMISED, min(since, now), note.strip()
    _record(key, by=by, reason="declare_compromised")
    return key


def _make(
    purpose: KeyPurpose, store: KeyStore, algorithm: KeyAlgorithm | None, brought: Brought
) -> tuple[str, Public]:
    """Have the private half in its place; give its name and the public half."""
    kid = brought.label or f"{purpose.replace('_', '-')}-{secrets.token_hex(6)}"
    kind = algorithm or FITTING[purpose][0]
    public: Public
    if store == KeyStore.TOKEN:
        # The library is loaded only where keys are in a token.
        from documents.keys import token

        public = token.TokenSigner(kid).public if brought.label else token.generate(kid, kind)
    else:
        private = brought.private or files.generate(kind)
        public = private.public_key()
        files.fits(private, FITTING[purpose])
        files.write(kid, private)
    if algorithm_of(public) not in FITTING[purpose]:
        raise KeyDoesNotFit
    return kid, public


def _publish(
    purpose: KeyPurpose,
    store: KeyStore,
    kid: str,
    public: Public,
    certificate_pem: str,
    *,
    is_demo: bool,
    by: "AbstractBaseUser | None",
) -> Key:
    now = timezone.now()
    if purpose == KeyPurpose.SEAL and not certificate_pem:
        certificate_pem = own_chain(public, organisation=str(settings.OPERATOR["name"]), moment=now)
    certificates = certificates_in(certificate_pem) if certificate_pem else []
    own = certificates[0] if certificates else None
    if own is not None and raw_bytes(own.public_key()) != raw_bytes(public):  # type: ignore[arg-type]
        raise KeyDoesNotFit
    key = Key(
        kid=kid,
        purpose=purpose,
        algorithm=algorithm_of(public),
        store=store,
        public_pem=to_pem(public),
        certificate_pem=certificate_pem,
        fingerprint=fingerprint_of(public, own),
        is_demo=is_demo,
        created_at=now,
    )
    _record(key, by=by, reason="create_key")
    return key


def _begin(key: Key, now: datetime, *, by: "AbstractBaseUser | None", reason: str) -> Key:
    key.state, key.valid_from = KeyState.ACTIVE, now
    _record(key, by=by, reason=reason)
    return key


def _record(key: Key, *, by: "AbstractBaseUser | None", reason: str) -> None:
    """Save a key and put its new state into the public log, the history nobody can rewrite."""
    save(key, by=by, reason=reason)
    append(kind=LogKind.KEY, number=key.kid, facts=facts_of_key(key))


def facts_of_key(key: Key) -> dict[str, str | int | None]:
    """Say of a key what the public log tells of it; an audit compares the newest such entry."""
    since = key.compromised_at
    return {
        "purpose": key.purpose,
        "algorithm": key.algorithm,
        "fingerprint": key.fingerprint,
        "state": key.state,
        "compromised_at": since.astimezone(UTC).isoformat() if since else None,
    }


def _comes_from_elsewhere(key: Key) -> bool:
    """Say whether somebody else issued its certificate, so that we cannot make its successor."""
    chain = certificates_in(key.certificate_pem) if key.certificate_pem else []
    return bool(chain) and not is_own(chain)
