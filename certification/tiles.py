"""The country as sixteen tiles of one size, each about where its voivodeship lies.

A drawing of our own: it shows neighbours, not borders, and treats all voivodeships alike.
"""

from collections.abc import Mapping

TILE = 100
SHADES = 4
# Column and row of each tile, from the north-west.
TILES: Mapping[str, tuple[int, int]] = {
    "32": (0, 0),
    "22": (1, 0),
    "28": (2, 0),
    "20": (3, 0),
    "08": (0, 1),
    "30": (1, 1),
    "04": (2, 1),
    "14": (3, 1),
    "02": (0, 2),
    "16": (1, 2),
    "10": (2, 2),
    "06": (3, 2),
    "24": (1, 3),
    "26": (2, 3),
    "12": (2, 4),
    "18": (3, 3),
}
SHORT_NAMES: Mapping[str, str] = {
    "02": "DŚ",
    "04": "KP",
    "06": "LU",
    "08": "LB",
    "10": "ŁD",
    "12": "MA",
    "14": "MZ",
    "16": "OP",
    "18": "PK",
    "20": "PD",
    "22": "PM",
    "24": "ŚL",
    "26": "ŚK",
    "28": "WM",
    "30": "WP",
    "32": "ZP",
}
