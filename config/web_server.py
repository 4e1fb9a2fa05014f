"""How gunicorn serves the pages: one process loads everything, its workers are forked from it.

Workers share the pages of memory that nobody has written to since, so that one more costs a third
of what it holds. Address, port and number of workers are given on the command line.
"""

import gc
from typing import Any

worker_class = "gthread"
# A thread waits up to five seconds for the first byte of a browser that only opened a connection.
threads = 8
preload_app = True
keepalive = 15
limit_request_line = 8190
graceful_timeout = 10
# Its warnings name the address of whoever sent what is no request.
loglevel = "error"
# Nobody steers the server but systemd or ``manage.py start``.
control_socket_disable = True


def when_ready(_server: Any) -> None:
    """Load in advance what every worker would load by itself, and leave nothing open to it."""
    from django.conf import settings
    from django.db import connections
    from django.urls import get_resolver
    from django.utils import translation

    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            # Reading either fills it, once for each language.
            _addresses, _words = get_resolver().reverse_dict, translation.gettext("")
    # Two processes must never talk over one connection.
    connections.close_all()
    gc.collect()
    # The collector writes into every object it looks at, and a page written to is shared no more.
    gc.freeze()
