"""A package file sent through a page: YAML as the command reads it, or an OSCAL catalog."""

from typing import Any

from django.utils.translation import gettext as _

from standards.errors import PackageRefused
from standards.exchange.oscal_reading import Reading, is_oscal, package_from_oscal
from standards.models import Scheme
from standards.packages.checking import check_package
from standards.packages.source import PackageSource
from standards.packages.writing import scheme_data

# What a package may hold beside the standard; on this way it changes nothing of it.
BESIDE = ("operators", "editions")


def read_upload(*, name: str, content: bytes, scheme: Scheme, version: str = "") -> Reading:
    """Read and check a file for one scheme; of a package only the standard itself is taken.

    A file from outside may not change the scheme, its operators or its calls, so those parts are
    left out and the loss is told.
    """
    from standards.packages.reading import read_package

    source = read_package(name, content)
    if is_oscal(source):
        reading = package_from_oscal(source, scheme=scheme_data(scheme), version=version)
        _require_right(reading.source)
        return reading
    _require_right(source)
    if source.data["scheme"]["code"] != scheme.code:
        sentence = _("The file is for the scheme “%(code)s”, not for the one you chose.")
        raise PackageRefused(
            [source.problem(("scheme", "code"), sentence % {"code": source.data["scheme"]["code"]})]
        )
    data: dict[str, Any] = {key: part for key, part in source.data.items() if key not in BESIDE}
    data["scheme"] = scheme_data(scheme)
    if version:
        data["standard"] = {**data["standard"], "version": version}
    losses = (
        [_("Calls and operators of the file were left out: only the standard is taken.")]
        if len(data) < len(source.data)
        else []
    )
    return Reading(PackageSource(source.name, data, source.lines), losses)


def _require_right(source: PackageSource) -> None:
    if problems := check_package(source):
        raise PackageRefused(problems)
