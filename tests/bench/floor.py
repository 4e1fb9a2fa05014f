"""The floor of the certificate page: one indexed look-up and one small template."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from certification.models import Certificate


def floor(request: HttpRequest, number: str) -> HttpResponse:
    """Answer with the least that a page of a certificate could be."""
    row = Certificate.objects.values("number", "holder_name", "valid_until").get(number=number)
    return render(request, "bench/floor.html", {"row": row})
