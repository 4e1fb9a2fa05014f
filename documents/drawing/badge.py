"""The live badge for web pages: what the registry says now, drawn anew at every look."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from documents.drawing import outlines, typefaces

HEIGHT = 64.0
BOX = 64.0
GAP = 12.0
STATE_SIZE, NUMBER_SIZE, TIME_SIZE = 18.0, 13.0, 10.5
SHAPES: Mapping[str, str] = {
    "seal": '<circle cx="12" cy="12" r="10"/><path d="m7 12.5 3.5 3.5L17 9"/>',
    "pause": '<path d="M8 2h8l6 6v8l-6 6H8l-6-6V8zM10 8v8M14 8v8"/>',
    "cross": '<path d="M3 3h18v18H3zM8 8l8 8M16 8l-8 8"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "minus": '<circle cx="12" cy="12" r="9"/><path d="M7 12h10"/>',
    "dot": '<circle cx="12" cy="12" r="9"/><path d="M12 11.9v.2"/>',
    "warn": '<path d="M12 3 22 20H2zM12 9.5v5M12 17v.2"/>',
    "ask": (
        '<path d="M12 2 22 12 12 22 2 12z"/>'
        '<path d="M9.5 10a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.5v.2"/>'
    ),
}
# Ground of the shape and the colour of the shape on it; each pair differs in shape as well.
COLOURS: Mapping[str, tuple[str, str]] = {
    "ok": ("#0a6136", "#ffffff"),
    "warn": ("#ffc94d", "#2b2100"),
    "bad": ("#a01420", "#ffffff"),
    "off": ("#454f5b", "#ffffff"),
    "info": ("#0a4f92", "#ffffff"),
    "none": ("#ffffff", "#16202c"),
}
THEMES: Mapping[str, tuple[str, str, str]] = {
    "light": ("#ffffff", "#16202c", "#465362"),
    "dark": ("#16202c", "#ffffff", "#c6d0d9"),
}


@dataclass(frozen=True)
class BadgeContent:
    """The state in words, what it is about, and when it was looked up."""

    state: str
    kind: str
    icon: str
    number: str
    checked: str


def badge_svg(content: BadgeContent, *, theme: str = "light") -> str:
    """Draw the badge; its width follows its longest line, its text is outlined."""
    paper, ink, soft = THEMES[theme]
    ground, shape = COLOURS[content.kind]
    lines = (
        (content.state, typefaces.TEXT_STRONG, STATE_SIZE, 25.0, ink),
        (content.number, typefaces.TEXT_STRONG, NUMBER_SIZE, 42.0, ink),
        (content.checked, typefaces.TEXT, TIME_SIZE, 56.0, soft),
    )
    longest = max(outlines.width_of(text, font, size) for text, font, size, _y, _ink in lines)
    left = BOX + GAP
    width = left + longest + GAP
    name = escape(f"{content.state}. {content.number}. {content.checked}")
    drawn = "".join(
        f'<g fill="{colour}">{outlines.outlined(text, font, size, left, line)}</g>'
        for text, font, size, line, colour in lines
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.2f} {HEIGHT:.0f}" '
        f'width="{width:.2f}" height="{HEIGHT:.0f}" role="img" aria-label="{name}">'
        f"<title>{name}</title>"
        f'<rect x="1" y="1" width="{width - 2:.2f}" height="{HEIGHT - 2:.0f}" rx="6" '
        f'fill="{paper}" stroke="{ink}" stroke-width="2"/>'
        f'<path d="M7 2h{BOX - 7:.0f}v{HEIGHT - 4:.0f}H7a5 5 0 0 1-5-5V7a5 5 0 0 1 5-5z" '
        f'fill="{ground}"/>'
        f'<g transform="translate(10 10) scale(1.8)" fill="none" stroke="{shape}" '
        f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">'
        f"{SHAPES[content.icon]}</g>{drawn}</svg>"
    )
