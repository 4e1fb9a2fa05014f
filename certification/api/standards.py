"""Schemes and their published standards as data, and what one version changes in another."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from certification.api.problems import Problem
from certification.api.schemas import DifferenceOut, SchemesOut, StandardOut
from certification.api.serving import answer
from standards.differences.data import difference_data
from standards.differences.reading import difference_between
from standards.models import Scheme, StandardVersion
from standards.numbering import in_order
from standards.packages.writing import content_data, exact
from standards.views.public import public_version

router = Router(tags=["standards"])
Data = dict[str, Any]


@router.get("/schemes", response=SchemesOut, summary="All schemes")
def schemes(request: HttpRequest) -> HttpResponse:
    """List every scheme with each version of its standard that is or once was published."""
    versions: dict[int, list[StandardVersion]] = {}
    for version in StandardVersion.objects.public():
        versions.setdefault(version.scheme_id, []).append(version)
    items = [
        _scheme(scheme, versions[scheme.pk])
        for scheme in Scheme.objects.order_by("code")
        if scheme.pk in versions
    ]
    return answer(request, {"items": items})


def _scheme(scheme: Scheme, versions: list[StandardVersion]) -> Data:
    return {
        "code": scheme.code,
        "kind": scheme.kind,
        "name": {"pl": scheme.name_pl, "en": scheme.name_en},
        "summary": {"pl": scheme.summary_pl, "en": scheme.summary_en},
        "certificate_prefix": scheme.certificate_prefix,
        "is_statutory": scheme.is_statutory,
        "per_offer": scheme.per_offer,
        "rules": f"{settings.PUBLIC_URL}/rules/{scheme.code}/",
        "versions": [
            _version(scheme.code, one)
            for one in sorted(versions, key=lambda one: in_order(one.version), reverse=True)
        ],
    }


def _version(scheme: str, version: StandardVersion) -> Data:
    return {
        "version": version.version,
        "sha256": version.sha256,
        "status": version.status,
        "published_at": version.published_at.isoformat() if version.published_at else None,
        "binding_on": version.binding_on.isoformat() if version.binding_on else None,
        "link": f"{settings.PUBLIC_URL}/api/v1/standards/{scheme}/{version.version}",
    }


@router.get("/standards/{scheme}/{version}", response=StandardOut, summary="One standard")
def standard(request: HttpRequest, scheme: str, version: str) -> HttpResponse:
    """Give a published version as data, as a standard package holds it; decimals are text."""
    found = _public(scheme, version)
    empty: Data = {"scales": [], "sections": [], "decision_rule": {}}
    named = {"scheme": found.scheme.code, "sha256": found.sha256}
    return answer(request, {**named, **empty, **exact(content_data(found))})


@router.get(
    "/standards/{scheme}/{a}/{b}", response=DifferenceOut, summary="What one version changes"
)
def difference(request: HttpRequest, scheme: str, a: str, b: str) -> HttpResponse:
    """Give the typed difference of two published versions of one standard."""
    old, new = _public(scheme, a), _public(scheme, b)
    return answer(request, difference_data(difference_between(old, new)))


def _public(scheme: str, version: str) -> StandardVersion:
    try:
        return public_version(scheme, version)
    except Http404:
        raise Problem("unknown-standard") from None
