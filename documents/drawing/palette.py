"""The colours of our documents."""

from typing import Final

from reportlab.lib.colors import Color, HexColor

__all__ = ("Color",)

PINE: Final = HexColor("#12443f")
COPPER: Final = HexColor("#a85e22")
INK: Final = HexColor("#10201e")
STONE: Final = HexColor("#5b6663")
HAIRLINE: Final = HexColor("#c4cbc8")
MIST: Final = HexColor("#f2f5f4")
WHITE: Final = HexColor("#ffffff")
ROSETTE_PALE: Final = {"sage": HexColor("#a5c7be"), "sand": HexColor("#e4c09c")}
ROSETTE_DEEP: Final = {"sage": HexColor("#3f786c"), "sand": HexColor("#b9783f")}
