"""A package file sent through a page: YAML as the command reads it, or an OSCAL catalog."""

import base64
import zlib
from typing import Any

from django.utils.translation import gettext as _

from standards.errors import PackageRefused
from standards.exchange.oscal_reading import Reading, is_oscal, package_from_oscal
from standards.models import Scheme
from standards.packages.checking import check_package
from standards.packages.source import MAX_BYTES, PackageSource
from standards.packages.writing import scheme_data

# What a package may hold beside the standard; on this way it changes nothing of it.
# A field of a page may be as long as all fields of a form together, less some room for the others.
MOST_KEPT = 4 * 1024 * 1024
BESIDE = ("operators", "editions")


def kept(content: bytes) -> str:
    """Pack a file into a field of a page, so that nothing is stored while somebody is asked."""
    packed = base64.b64encode(zlib.compress(content, level=9)).decode("ascii")
    if len(packed) > MOST_KEPT:
        raise PackageRefused([_("The file holds too much beside the standard (attachments).")])
    return packed


def unkept(packed: str) -> bytes:
    """Unpack what ``kept`` packed; it comes from outside again, so never more than a file may."""
    try:
        content = zlib.decompressobj().decompress(
            base64.b64decode(packed, validate=True), MAX_BYTES + 1
        )
    except (ValueError, zlib.error) as error:
        raise PackageRefused([_("The file did not come back whole. Choose it again.")]) from error
    return content


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
    notes = (
        [_("Calls and operators of the file are left out: only the standard is taken.")]
        if len(data) < len(source.data)
        else []
    )
    return Reading(PackageSource(source.name, data, source.lines), [], notes)


def _require_right(source: PackageSource) -> None:
    if problems := check_package(source):
        raise PackageRefused(problems)
