"""Standard packages: one YAML file holds a scheme, a version of its standard and its calls."""

from pathlib import Path

CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue"


def shipped_packages() -> list[str]:
    """List the files of the standards that come with the program, for ``load_standard``."""
    return sorted(str(path) for path in CATALOGUE.glob("*.yaml"))
