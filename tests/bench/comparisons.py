"""Two versions of 2,000 criteria, a third of them edited, beside reading both.

Imported only once DATABASE_URL names a database that holds the standards.
"""

import django

django.setup()

import copy  # noqa: E402
from functools import cache  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from django.db import transaction  # noqa: E402

from standards.differences.comparing import Difference, compare  # noqa: E402
from standards.differences.reading import read_text  # noqa: E402
from standards.differences.texts import VersionText  # noqa: E402
from standards.models import StandardVersion  # noqa: E402
from standards.operations import load_package, publish  # noqa: E402
from standards.packages.dumping import dump  # noqa: E402
from standards.packages.reading import read_package  # noqa: E402
from standards.packages.source import PackageSource  # noqa: E402
from standards.packages.writing import export_package  # noqa: E402

CRITERIA = 2000
ROOT = Path(__file__).resolve().parent.parent.parent
SHIPPED = ROOT / "standards" / "catalogue" / "owes-2026.1.yaml"
FIRST, SECOND = "2990.1", "2990.2"
SCHEME = "bench"


@cache
def packages() -> tuple[bytes, bytes]:
    """Repeat the shipped checklist to 2,000 criteria, then edit every third of them."""
    data = read_package(str(SHIPPED), SHIPPED.read_bytes()).data
    data.pop("editions")
    data.pop("operators")
    data["standard"]["version"] = FIRST
    # A scheme of its own: only a first version follows none.
    data["scheme"] |= {"code": SCHEME, "case_prefix": "BENCH", "certificate_prefix": "BENCH"}
    for section in data["sections"]:
        models, section["criteria"] = section["criteria"], []
        for number in range(CRITERIA // len(data["sections"])):
            like = models[number % len(models)]
            key, code = f"{like['key']}-{number}", f"{section['code']}{number}"
            section["criteria"].append({**copy.deepcopy(like), "key": key, "code": code})
    return dump(data), dump(_edited(data))


def _edited(data: dict[str, Any]) -> dict[str, Any]:
    edited = copy.deepcopy(data)
    edited["standard"] |= {"version": SECOND, "follows": FIRST, "change_class": "clarification"}
    for section in edited["sections"]:
        for one in section["criteria"][::3]:
            one["text"]["pl"] += " Zmieniono."
            one["code"] += "X"
    return edited


@cache
def versions() -> tuple[StandardVersion, ...]:
    """Load and publish both."""
    sources = [read_package("bench", content) for content in packages()]
    return tuple(publish(version=load_package(source=one, by=None), by=None) for one in sources)


def loading() -> StandardVersion:
    """Read, check, load and publish one package; what it wrote is taken back."""
    content = packages()[0]
    for name in (SCHEME, SCHEME.upper()):
        content = content.replace(f": {name}\n".encode(), f": {name}2\n".encode())
    with transaction.atomic():
        source: PackageSource = read_package("bench", content)
        made = publish(version=load_package(source=source, by=None), by=None)
        transaction.set_rollback(True)
    return made


def exporting() -> bytes:
    """Write one package."""
    return export_package(versions()[0])


def reading() -> list[VersionText]:
    """Read both versions from the database, nothing kept."""
    return [read_text(version) for version in versions()]


def difference() -> Difference:
    """Read both versions and compare them."""
    return compare(*reading())
