"""Work of our own beside the driver of the browser, which keeps an event loop in this thread."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def set_aside() -> Iterator[None]:
    """Let code that runs a loop of its own (signing does) find none; no page is touched inside."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)
