"""The real addresses, and the floor: one indexed look-up and one small template."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from certification.models import Certificate
from config.urls import urlpatterns as real


def floor(request: HttpRequest, number: str) -> HttpResponse:
    """Answer with the least that a page of a certificate could be."""
    row = Certificate.objects.values("number", "holder_name", "valid_until").get(number=number)
    return render(request, "bench/floor.html", {"row": row})


urlpatterns = [path("floor/<str:number>", floor), *real]
