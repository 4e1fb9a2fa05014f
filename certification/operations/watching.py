"""Watching the registry without an account: asked for, confirmed by a letter, ended by a link."""

import logging
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from certification.changes import changes_since, fitting, terms_since
from certification.labels import CERTIFICATE, CHANGE
from certification.limits import seconds_to_wait
from certification.models import Certificate, Notice, StatusChange, Watch
from certification.operations.messages import REFUSALS
from standards.dictionaries import VOIVODESHIPS
from standards.models import Scheme

log = logging.getLogger(__name__)
MOST_WATCHES = 50
MOST_LETTERS = 3
A_DAY = 24 * 3600
MOST_LINES = 50
FORGOTTEN_AFTER = timedelta(days=2)
# A change that is being written beside this one may get an earlier number and be seen later.
SETTLED_AFTER = timedelta(seconds=10)


@transaction.atomic
def ask_to_watch(
    *, email: str, language: str, filters: Mapping[str, str], certificate: Certificate | None
) -> Watch | None:
    """Note a wish to watch and write to the address; nothing is sent until it is confirmed.

    Whoever asks the same again is sent the same link again. An address that got its letters for
    the day, or has as many watches as it can have, gets nothing, and the answer is silent about
    it: it is seen by whoever asked, who may be a stranger to that address.
    """
    email = email.strip().lower()
    kept = {} if certificate else {name: value for name, value in filters.items() if value}
    mine = list(Watch.objects.filter(email=email).order_by("pk"))
    about = (certificate.pk if certificate else None, kept)
    same = (one for one in mine if (one.certificate_id, one.filters) == about)
    watch = next(same, None) or Watch(email=email, certificate=certificate, filters=kept)
    if watch.pk is None and len(mine) >= MOST_WATCHES:
        return None
    if seconds_to_wait(what="watch-letters", address=email, most=MOST_LETTERS, window=A_DAY):
        return None
    if watch.confirmed_at is None:
        watch.language, watch.asked_at = language, timezone.now()
        watch.save()
    _ask_to_confirm(watch, language)
    return watch


def _ask_to_confirm(watch: Watch, language: str) -> None:
    """Write the letter. It holds no word that was typed: anybody can have it sent to anybody."""
    typed = watch.filters.get("q", "")
    with override(language):
        parts = [
            _("Somebody, probably you, asked to be told of changes in the registry:"),
            _named(watch, _("words of a search") if typed else ""),
            _("Confirm it here:"),
            _link("certification:watch_confirm", watch),
            _("If it was not you, leave this letter alone: nothing more will come."),
        ]
        _write(watch, _("Confirm that you want to watch the registry"), parts)


@transaction.atomic
def confirm_watch(*, watch: Watch) -> Watch:
    """Begin to tell of changes, from this moment on."""
    watch = Watch.objects.select_for_update(of=("self",)).get(pk=watch.pk)
    if watch.confirmed_at is None:
        watch.confirmed_at = timezone.now()
        watch.newest_seen = _newest_change()
        watch.terms_told_until = timezone.localdate(watch.confirmed_at)
        watch.save(update_fields=["confirmed_at", "newest_seen", "terms_told_until"])
    return watch


@transaction.atomic
def end_watch(*, watch: Watch) -> None:
    """Stop, and forget the address; letters that still wait are not sent."""
    Notice.objects.filter(end_link=_link("certification:watch_end", watch)).delete()
    Watch.objects.filter(pk=watch.pk).delete()


def forget_unconfirmed() -> int:
    """Delete the wishes that nobody confirmed in two days."""
    old = timezone.now() - FORGOTTEN_AFTER
    return int(Watch.objects.filter(confirmed_at__isnull=True, asked_at__lt=old).delete()[0])


@transaction.atomic
def tell_watchers() -> int:
    """Write one letter to each watcher whom new changes concern; give how many."""
    settled = StatusChange.objects.filter(recorded_at__lte=timezone.now() - SETTLED_AFTER)
    newest = settled.order_by("-pk").values_list("pk", flat=True).first() or 0
    behind = _held(newest_seen__lt=newest)
    if not behind:
        return 0
    changes = changes_since(min(watch.newest_seen for watch in behind), until=newest)
    told = _tell_each(behind, changes, lambda watch, row: row["pk"] > watch.newest_seen)
    Watch.objects.filter(pk__in=[watch.pk for watch in behind]).update(newest_seen=newest)
    return told


@transaction.atomic
def tell_of_terms() -> int:
    """Write one letter to each watcher whom terms that began or ended concern; give how many.

    Each watch keeps the last day that was told, so no day is told twice and none is left out.
    """
    today = timezone.localdate()
    behind = _held(terms_told_until__lt=today)
    if not behind:
        return 0
    terms = terms_since(min(filter(None, (one.terms_told_until for one in behind))), until=today)
    told = _tell_each(
        behind, terms, lambda watch, row: row["effective_on"] > watch.terms_told_until
    )
    Watch.objects.filter(pk__in=[watch.pk for watch in behind]).update(terms_told_until=today)
    return told


def _held(**behind: Any) -> list[Watch]:
    """Lock the confirmed watches that are behind and that nobody else tells just now."""
    skip = connection.features.has_select_for_update_skip_locked
    watches = Watch.objects.confirmed().filter(**behind).order_by("pk")
    locked = watches.select_for_update(skip_locked=skip, of=("self",))
    return list(locked.select_related("certificate"))


def _tell_each(
    watches: Sequence[Watch],
    changes: Sequence[Mapping[str, Any]],
    is_new: Callable[[Watch, Mapping[str, Any]], bool],
) -> int:
    told = 0
    fits: dict[tuple[tuple[str, str], ...], set[int]] = {}
    for watch in watches:
        mine = [row for row in _concerning(watch, changes, fits) if is_new(watch, row)]
        if mine:
            _tell(watch, mine)
            told += 1
    return told


def _concerning(
    watch: Watch,
    changes: Sequence[Mapping[str, Any]],
    fits: dict[tuple[tuple[str, str], ...], set[int]],
) -> list[Mapping[str, Any]]:
    """Choose the changes that a watch is about; equal filters are asked once."""
    if watch.certificate_id:
        return [row for row in changes if row["certificate_id"] == watch.certificate_id]
    key = tuple(sorted(watch.filters.items()))
    if key not in fits:
        changed = [row["certificate_id"] for row in changes]
        fits[key] = fitting(watch.filters, changed, today=timezone.localdate())
    status = watch.filters.get("status", "")
    return [
        row
        for row in changes
        if row["certificate_id"] in fits[key] and (not status or status in row["words"])
    ]


def _tell(watch: Watch, rows: Sequence[Mapping[str, Any]]) -> None:
    with override(watch.language):
        lines = [
            _("%(number)s, %(name)s: %(state)s from %(day)s. %(link)s")
            % {
                "number": row["certificate__number"],
                "name": row["certificate__offer_name"] or row["certificate__holder_name"],
                "state": CHANGE[row["status"]].text,
                "day": row["effective_on"].isoformat(),
                "link": f"{settings.PUBLIC_URL}/c/{row['certificate__number']}",
            }
            for row in rows[:MOST_LINES]
        ]
        if len(rows) > MOST_LINES:
            lines.append(_("There are more: look into the registry."))
        parts = [_("You watch:"), what_is_watched(watch), "\n".join(lines)]
        parts += [_("To stop these letters and have your address forgotten:"), _end_of(watch)]
        _write(watch, _("Changes in the registry of certificates"), parts)


def what_is_watched(watch: Watch) -> str:
    """Name what a watch is about, in the language of the moment."""
    return _named(watch, _bare(watch.filters.get("q", "")))


def _named(watch: Watch, typed: str) -> str:
    if watch.certificate:
        return _("certificate %(number)s") % {"number": watch.certificate.number}
    chosen = [
        typed if name == "q" else _in_words(name, value)
        for name, value in sorted(watch.filters.items())
    ]
    if not any(chosen):
        return _("the whole registry")
    return _("certificates by filter (%(filters)s)") % {"filters": ", ".join(filter(None, chosen))}


def _bare(typed: str) -> str:
    """Keep the letters, digits and dashes of what was typed: no program makes a link of them."""
    words = unicodedata.normalize("NFKC", typed).split()
    bare = ("".join(sign for sign in word if sign.isalnum() or sign == "-") for word in words)
    return " ".join(filter(None, bare))


def _in_words(name: str, value: str) -> str:
    """Say a filter as its choice reads on the page."""
    if name == "voivodeship":
        return VOIVODESHIPS[value]
    if name == "status":
        return str(CERTIFICATE[value].text)
    if name == "scheme":
        scheme = Scheme.objects.filter(code=value).first()
        return scheme.name if scheme else value
    return value


def _write(watch: Watch, subject: str, parts: Sequence[str]) -> None:
    Notice.objects.create(
        email=watch.email,
        subject=subject,
        body="\n\n".join(parts),
        end_link=_end_of(watch),
        written_at=timezone.now(),
    )


def _end_of(watch: Watch) -> str:
    return _link("certification:watch_end", watch)


def _link(name: str, watch: Watch) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=[watch.token])}"


def _newest_change() -> int:
    return StatusChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def send_notice(*, after: int = 0) -> int:
    """Send the oldest letter behind ``after`` and delete it; give its number, 0 where none waits.

    The row is held meanwhile, so two workers never send it twice. A refused letter is dropped: an
    address that cannot be reached is not one to keep.
    """
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        notice = (
            Notice.objects.filter(pk__gt=after)
            .order_by("pk")
            .select_for_update(skip_locked=skip, of=("self",))
            .first()
        )
        if notice is None:
            return 0
        letter = EmailMessage(
            notice.subject,
            notice.body,
            settings.DEFAULT_FROM_EMAIL,
            [notice.email],
            headers=_headers(notice),
        )
        number = int(notice.pk)
        try:
            letter.send()
        except REFUSALS as refusal:
            log.warning("notice %s was refused: %s", number, type(refusal).__name__)
        notice.delete()
    return number


def _headers(notice: Notice) -> dict[str, str]:
    """Let mail programs end a watch by themselves (RFC 8058); an answer has nothing to end."""
    if not notice.end_link:
        return {}
    return {
        "List-Unsubscribe": f"<{notice.end_link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
