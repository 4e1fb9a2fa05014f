"""The place of the bytes: one file per digest, whole or not there at all."""

import os
import tempfile
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage


def path_of(sha256: str) -> str:
    """Give the address of a file by its digest; two short folders keep each listing small."""
    return f"documents/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def write(path: str, content: bytes) -> None:
    """Put bytes at their address; on a disk they appear there complete, by one rename."""
    if not isinstance(default_storage, FileSystemStorage):
        # An object store: a put is whole or nothing, and equal bytes have an equal address.
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(content))
        return
    target = Path(default_storage.path(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".arriving-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o440)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read(path: str) -> bytes:
    """Fetch the bytes at an address."""
    with default_storage.open(path, "rb") as file:
        content: bytes = file.read()
    return content
