"""The entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

from config.startup import in_one_line, refuse_a_demo_in_production

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = in_one_line(get_wsgi_application)
in_one_line(refuse_a_demo_in_production)
