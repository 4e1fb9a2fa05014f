"""The floor alone, and the address that tells that the server is up."""

from django.urls import path

from config.views import health
from tests.bench.floor import floor

urlpatterns = [path("floor/<str:number>", floor), path("healthz", health.alive)]
