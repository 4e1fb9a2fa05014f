"""What a run leaves behind: a table on screen and a file for machines."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

COLUMNS = ("value", "floor", "ratio", "min", "max")


@dataclass(frozen=True)
class Row:
    """One figure: medians of value and floor, their ratio, the extremes of the value."""

    name: str
    unit: str
    value: float
    floor: float | None
    ratio: float | None
    min: float
    max: float

    @classmethod
    def of(
        cls, name: str, unit: str, values: Sequence[float], floors: Sequence[float] = ()
    ) -> "Row":
        """Take the medians; a figure without a floor has no ratio."""
        value = statistics.median(values)
        floor = statistics.median(floors) if floors else None
        return cls(
            name=name,
            unit=unit,
            value=_rounded(value),
            floor=None if floor is None else _rounded(floor),
            ratio=None if floor is None else _rounded(value / floor),
            min=_rounded(min(values)),
            max=_rounded(max(values)),
        )


def report(rows: Sequence[Row], target: Path) -> str:
    """Write the file and give the table."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n")
    lines = [f"{'name':40}{'unit':>9}" + "".join(f"{column:>12}" for column in COLUMNS)]
    lines += [
        f"{row.name:40}{row.unit:>9}"
        + "".join(f"{_shown(getattr(row, column)):>12}" for column in COLUMNS)
        for row in rows
    ]
    return "\n".join([*lines, f"Written to {target}."])


def _rounded(figure: float) -> float:
    """Keep four digits that mean something."""
    return float(f"{figure:.4g}")


def _shown(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:g}"
