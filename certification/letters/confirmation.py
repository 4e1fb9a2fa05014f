"""What the registry says of a certificate on a day, as a letter; drawn anew at each wish."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from certification.labels import CERTIFICATE, CHANGE, REASONS
from certification.standing import Row, Standing
from documents.drawing.letter import Facts, Heading, LetterContent, Paragraph, Part, Table


def confirmation_letter(
    facts: Mapping[str, Any], standing: Standing, *, now: datetime, language: str
) -> LetterContent:
    """Say the state on the day as known at the moment, with the history known by then."""
    with override(language):
        return LetterContent(
            language=language,
            title=_("Confirmation from the registry"),
            subtitle=facts["number"],
            sender=(facts["operator"],),
            place_and_date=_moment(now),
            parts=tuple(_parts(facts, standing)),
            marks=("demo",) if settings.LOAD_DEMO else (),
        )


def _parts(facts: Mapping[str, Any], standing: Standing) -> Iterator[Part]:
    label = CERTIFICATE[standing.word]
    yield Paragraph(
        _("State on %(day)s: %(state)s.") % {"day": _day(standing.day), "state": label.text},
        strong=True,
    )
    yield Paragraph(
        _("This is what was known on %(moment)s.") % {"moment": _moment(standing.known_at)}
        if standing.is_known
        else _("On %(moment)s the registry did not have this certificate yet.")
        % {"moment": _moment(standing.known_at)}
    )
    yield Facts(tuple(_facts(facts, standing)), plain=True)
    if standing.known:
        yield Heading(_("History of the state"))
        yield Table(
            (_("State"), _("From day"), _("Recorded"), _("Reason")),
            tuple(_line(row) for row in standing.known),
            weights=(3, 2, 2, 4),
        )
    page = reverse("certification:certificate", kwargs={"number": facts["number"]})
    yield Paragraph(
        _(
            "This paper shows the state of one day and does not change when the state does. "
            "The present state is always at %(address)s; there anybody can get such a "
            "confirmation again, also for this day."
        )
        % {"address": f"{settings.PUBLIC_URL}{page}"}
    )


def _facts(facts: Mapping[str, Any], standing: Standing) -> Iterator[tuple[str, str]]:
    yield _("Certificate number"), facts["number"]
    if facts["offer_name"]:
        yield _("Product or service"), facts["offer_name"]
    yield _("Holder"), f"{facts['holder_name']}, {facts['holder_city']}"
    yield "NIP", facts["holder_nip"]
    yield _("Scheme"), facts["scheme"]
    if standing.scope:
        yield _("Area or scope"), ", ".join(standing.scope)
    yield _("Valid from"), _day(facts["valid_from"])
    yield _("Valid until"), _day(facts["valid_until"])
    yield _("Basis"), _("Decision %(number)s") % {"number": facts["decision__number"]}


def _line(row: Row) -> tuple[str, str, str, str]:
    remains = ""
    if row["scope"]:
        remains = _("What remains: %(scope)s.") % {"scope": ", ".join(row["scope"])}
    return (
        str(CHANGE[row["status"]].text),
        _day(row["effective_on"]),
        _day(timezone.localdate(row["recorded_at"])),
        "\n".join(filter(None, (str(REASONS.get(row["reason"], "")), remains))),
    )


def _day(day: Any) -> str:
    return date_format(day, "DATE_FORMAT")


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{_day(local)}, {date_format(local, 'H:i')}"
