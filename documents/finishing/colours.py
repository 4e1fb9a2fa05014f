"""What the colours of the pages mean: sRGB, by a profile that travels inside the file."""

from functools import cache
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String

PROFILE = Path(__file__).resolve().parent / "srgb.icc"
CONDITION = "sRGB IEC61966-2.1"


@cache
def _profile() -> bytes:
    return PROFILE.read_bytes()


def declare_colours(pdf: pikepdf.Pdf) -> None:
    """Name the output intent that PDF/A asks for (ISO 19005-3, 6.2.3)."""
    profile = pdf.make_stream(_profile(), N=3, Alternate=Name.DeviceRGB)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(CONDITION),
        Info=String(CONDITION),
        RegistryName=String("http://www.color.org"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
