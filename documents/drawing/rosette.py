"""The guilloche rosette of a certificate: a figure computed from its digest.

It is equal on paper and screen, so whoever holds the paper beside the register sees at a glance
whether both speak of one certificate.
"""

import hashlib
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

RADIUS = 1000
"""The figure lies in a square from -RADIUS to RADIUS."""

LINES = 24
STEPS = 10
DENSITY = (1, 0.85, 0.7, 0.5)
DIGEST_BYTES = 16

Point = tuple[float, float]


@dataclass(frozen=True)
class Curve:
    """A smooth open line: a start and cubic segments, each of two handles and an end."""

    start: Point
    segments: tuple[tuple[Point, Point, Point], ...]


@dataclass(frozen=True)
class Band:
    """A ring of the rosette: the lines of one lobe, to be turned and repeated ``lobes`` times."""

    tone: str
    lobes: int
    turned: float
    curves: tuple[Curve, ...]

    @property
    def angles(self) -> tuple[float, ...]:
        """Give the turn of each lobe, in degrees."""
        return tuple(self.turned + 360 * lobe / self.lobes for lobe in range(self.lobes))


@dataclass(frozen=True)
class _Shape:
    """The numbers of one ring: its mean radius, its wave and the play of its width."""

    lobes: int
    radius: float
    wave: float
    second: float
    second_phase: float
    width: float
    width_phase: float
    slant: float

    def line(self, offset: float) -> Callable[[float], Point]:
        """Give the line that lies ``offset`` (from -1 to 1) across the ring, by angle."""

        def point(angle: float) -> Point:
            turn = self.lobes * angle
            radius = self.radius + self.wave * math.cos(turn)
            radius += self.second * math.cos(2 * turn + self.second_phase)
            across = offset + 0.22 * math.sin(math.pi * offset) * math.cos(turn + self.second_phase)
            radius += across * self.width * (0.3 + math.cos(turn + self.width_phase))
            bent = angle + (self.slant * offset * math.sin(turn + self.second_phase) / self.lobes)
            return radius * math.cos(bent), radius * math.sin(bent)

        return point


def rosette(digest: str, *, lines: int = LINES) -> tuple[Band, ...]:
    """Compute the rings of the figure, the outermost first, from a digest in hexadecimal digits.

    The digest is hashed once more, so that changing any of its digits changes the whole figure.
    """
    numbers = bytes.fromhex(digest)
    if len(numbers) < DIGEST_BYTES:
        raise ValueError("A rosette needs a digest of 16 bytes or more.")
    return _rosette(hashlib.sha256(numbers).digest(), lines)


@lru_cache(maxsize=64)
def _rosette(numbers: bytes, lines: int) -> tuple[Band, ...]:
    return tuple(
        Band(
            tone=("sage", "sand")[(ring + numbers[0]) % 2],
            lobes=shape.lobes,
            turned=360 * numbers[1] / 256 + 360 * numbers[2 + ring] / 256 / shape.lobes,
            curves=tuple(
                _smooth(shape.line(offset), 2 * math.pi / shape.lobes)
                for offset in _offsets(round(lines * share))
            ),
        )
        for ring, (shape, share) in enumerate(
            zip(_shapes(numbers), (1, 0.85, 0.7, 0.5), strict=True)
        )
    )


def _offsets(lines: int) -> list[float]:
    """Spread lines evenly across a ring, from its one edge to the other."""
    lines = max(lines, 2)
    return [2 * number / (lines - 1) - 1 for number in range(lines)]


def _shapes(numbers: bytes) -> Iterable[_Shape]:
    """Read the numbers into four rings."""
    lobes = (8 + numbers[6] % 5, 8 + numbers[7] % 5, 7 + numbers[8] % 5, 7 + numbers[9] % 7)
    for ring, (radius, wave, width) in enumerate(
        ((690, 105, 135), (505, 90, 108), (342, 62, 84), (200, 46, 62))
    ):
        first, second = numbers[10 + ring] / 255, numbers[12 + ring] / 255
        yield _Shape(
            lobes=lobes[ring],
            radius=radius,
            wave=wave * (0.75 + 0.25 * first),
            second=wave * (0.08 + 0.2 * second),
            second_phase=2 * math.pi * first,
            width=width * (0.85 + 0.15 * second),
            width_phase=math.pi * (0.3 + 0.9 * second) * (1 if numbers[3] % 2 else -1),
            slant=1.1 * (first - 0.5) + (0.35 if numbers[10 + ring] % 2 else -0.35),
        )


def _smooth(line: Callable[[float], Point], span: float) -> Curve:
    """Follow a line through one lobe by cubic segments that share its tangents."""
    step = span / STEPS
    knots = [line(step * number) for number in range(STEPS + 1)]
    handles = [_tangent(line, step * number, step / 3) for number in range(STEPS + 1)]
    return Curve(
        start=knots[0],
        segments=tuple(
            (
                (knots[n][0] + handles[n][0], knots[n][1] + handles[n][1]),
                (knots[n + 1][0] - handles[n + 1][0], knots[n + 1][1] - handles[n + 1][1]),
                knots[n + 1],
            )
            for n in range(STEPS)
        ),
    )


def _tangent(line: Callable[[float], Point], angle: float, length: float) -> Point:
    """Take the derivative by a small central difference, scaled to a handle."""
    tiny = 1e-5
    (left, low), (right, high) = line(angle - tiny), line(angle + tiny)
    scale = length / (2 * tiny)
    return (right - left) * scale, (high - low) * scale


def rosette_svg(digest: str, *, lines: int = 12) -> str:
    """Draw the figure for a page: no styles, only attributes, so that the strict CSP holds.

    One lobe of each ring is written out and repeated by turning. The text is made of numbers and
    of the digest's own digits alone, so it may be marked safe. It is decoration: name it beside.
    """
    name = f"r{bytes.fromhex(digest).hex()[:12]}"
    tones = {"sage": "#7fa79b", "sand": "#c98f5e"}
    rings = []
    for number, band in enumerate(rosette(digest, lines=lines)):
        drawn = "".join(_svg_path(curve) for curve in band.curves)
        copies = "".join(
            f'<use href="#{name}{number}" transform="rotate({-angle:.2f})"/>'
            for angle in band.angles
        )
        rings.append(
            f'<defs><path id="{name}{number}" d="{drawn}"/></defs>'
            f'<g stroke="{tones[band.tone]}">{copies}</g>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-RADIUS} {-RADIUS} {2 * RADIUS} '
        f'{2 * RADIUS}" fill="none" stroke-width="5" stroke-linecap="round" aria-hidden="true" '
        f'focusable="false">{"".join(rings)}</svg>'
    )


def _svg_path(curve: Curve) -> str:
    """Write a line in whole numbers, each segment relative to where it starts."""
    x, y = round(curve.start[0]), round(-curve.start[1])
    parts = [f"M{x} {y}c"]
    for points in curve.segments:
        numbers = [value for left, up in points for value in (round(left) - x, round(-up) - y)]
        parts.append(" ".join(map(str, numbers)) + " ")
        x, y = x + numbers[4], y + numbers[5]
    return "".join(parts).rstrip().replace(" -", "-")
