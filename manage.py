#!/usr/bin/env python
"""Django's command line for Atest."""

import os
import sys

from django.core.management import execute_from_command_line

from config.startup import in_one_line
from documents import custody

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:2] != ["runserver"]:  # a web server holds no keys
        custody.grant()
    in_one_line(lambda: execute_from_command_line(sys.argv))
