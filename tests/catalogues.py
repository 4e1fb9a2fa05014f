"""Compares the Polish catalogues with the messages that the sources hold now.

Run as a program by the gate: the settings it chooses must not reach the parts that follow.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
PACKAGES = ("config", "standards", "documents", "certification", "workflows")
KEYWORDS = (
    "gettext_noop", "gettext_lazy", "ngettext_lazy:1,2", "pgettext:1c,2", "npgettext:1c,2,3",
    "pgettext_lazy:1c,2", "npgettext_lazy:1c,2,3", "_",
)  # fmt: skip


def messages_of(package: str) -> Catalog:
    """Extract every message of a package, from Python and from templates."""
    from django.utils.translation.template import templatize

    with tempfile.TemporaryDirectory() as folder:
        sources = []
        for path in sorted((ROOT / package).rglob("*")):
            if path.suffix == ".py" and "migrations" not in path.parts:
                text = path.read_text()
            elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
                text = templatize(path.read_text(), origin=str(path))
            else:
                continue
            copy = Path(folder) / (re.sub(r"\W", "_", str(path.relative_to(ROOT))) + ".py")
            copy.write_text(text)
            sources.append(str(copy))
        target = Path(folder) / "messages.pot"
        subprocess.run(
            ["xgettext", "--language=Python", "--from-code=UTF-8", "-o", str(target), "-c",
             *[f"--keyword={keyword}" for keyword in KEYWORDS], *sources],
            check=True, cwd=folder, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        if not target.exists():
            return Catalog()
        pot = target.read_text().replace("charset=CHARSET", "charset=UTF-8")
        pot = pot.replace("nplurals=INTEGER; plural=EXPRESSION", "nplurals=2; plural=(n != 1)")
        target.write_text(pot)
        with target.open("rb") as file:
            return read_po(file)


def translations() -> dict[tuple[str | None, str], bool]:
    """Give every Polish message of every catalogue: whether it is whole and not fuzzy."""
    found: dict[tuple[str | None, str], bool] = {}
    for path in sorted(ROOT.glob("*/locale*/**/pl/LC_MESSAGES/django.po")):
        if ".venv" in path.parts:
            continue
        with path.open("rb") as file:
            for message in read_po(file, locale="pl"):
                if message.id:
                    texts = (
                        message.string if isinstance(message.string, tuple) else (message.string,)
                    )
                    found[key_of(message)] = all(texts) and not message.fuzzy
    return found


def key_of(message) -> tuple[str | None, str]:
    """Give what tells messages apart: context and (singular) text."""
    text = message.id[0] if isinstance(message.id, tuple) else message.id
    return (message.context, text)


def problems_of_catalogues() -> list[str]:
    """List what is missing, empty or fuzzy in Polish, one line each."""
    known = translations()
    problems = [f"not whole in Polish: {key[1]!r}" for key, whole in known.items() if not whole]
    for package in PACKAGES:
        problems += [
            f"{package}: no Polish for {key_of(message)!r}"
            for message in messages_of(package)
            if message.id and key_of(message) not in known
        ]
    return problems


if __name__ == "__main__":
    found = problems_of_catalogues()
    print("\n".join(found[:40]))
    sys.exit(f"catalogues: {len(found)} problems" if found else 0)
