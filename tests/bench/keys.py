"""Keys for every purpose, made as a production makes them, and the right to hold them.

Imported only once DATABASE_URL names the database of the cases.
"""

import django

django.setup()

from documents import custody  # noqa: E402
from documents.keys.operations import activate_key, create_key  # noqa: E402
from documents.models.key import Key, KeyPurpose, KeyStore  # noqa: E402


def make_keys() -> None:
    """Let this process sign, and make what it signs with."""
    custody.grant()
    for purpose in KeyPurpose:
        if not Key.objects.filter(purpose=purpose).exists():
            key = create_key(purpose=purpose, store=KeyStore.FILE, by=None)
            activate_key(key=key, by=None)
