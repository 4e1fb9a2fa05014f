"""The broker of files, with messages that appear whole.

The stock transport opens a message's file before it writes it; a worker that polls often can take
the file while it is still empty, and ends. Here a message is written aside and renamed.
"""

import time
import uuid
from pathlib import Path
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Puts messages into the queue's folder in one step."""

    def _put(self, queue: Any, payload: Any, **kwargs: Any) -> Any:
        """Write the message beside the queue, then give it its name; both lie in one folder."""
        folder = Path(self.data_folder_out)
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        part = folder / f"{uuid.uuid4()}.part"
        part.write_bytes(dumps(payload).encode())
        part.replace(folder / name)


class Transport(filesystem.Transport):
    """The file transport with that channel."""

    Channel = Channel
