"""The key of an embedded installation: its own, made at the first start."""

import os
import secrets
from pathlib import Path


def embedded_key(path: Path, prefix: str) -> str:
    """Read the key kept in ``path``, or make it; processes that start together agree on one."""
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(prefix + secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
