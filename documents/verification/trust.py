"""Our public keys as they are told to the process that reads a file.

Only what the table of keys holds: the libraries that check signatures stay out of the web process,
which serves pages with little memory.
"""

from typing import Any

from documents.credentials.identity import PURPOSES
from documents.models.key import Key, KeyPurpose
from documents.verification.verdicts import written


def published_keys() -> dict[str, Any]:
    """List every key there ever was: of credentials by name, of seals by fingerprint."""
    keys = list(Key.objects.filter(purpose__in=[*PURPOSES, KeyPurpose.SEAL]))
    return {
        "keys": {
            key.kid: [key.public_pem, str(key.purpose), written(key.compromised_at)]
            for key in keys
            if key.purpose in PURPOSES
        },
        "seals": {
            key.fingerprint: [key.kid, key.certificate_pem, written(key.compromised_at)]
            for key in keys
            if key.purpose == KeyPurpose.SEAL
        },
    }
