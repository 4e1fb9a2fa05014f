"""The real addresses, and the floor beside them."""

from django.urls import path

from config.urls import urlpatterns as real
from tests.bench.floor import floor

urlpatterns = [path("floor/<str:number>", floor), *real]
