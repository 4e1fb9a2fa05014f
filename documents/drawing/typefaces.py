"""The names of our two typefaces, and where their files lie."""

from pathlib import Path

DISPLAY = "Brygada1918-Regular"
DISPLAY_ITALIC = "Brygada1918-Italic"
DISPLAY_STRONG = "Brygada1918-SemiBold"
TEXT = "Lato-Regular"
TEXT_STRONG = "Lato-Bold"
TEXT_ITALIC = "Lato-Italic"

FOLDER = Path(__file__).resolve().parent.parent / "fonts"
