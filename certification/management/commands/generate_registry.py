"""``manage.py generate_registry --certificates N``: a large registry for tests of scale.

Rows are written in bulk, a thousand certificates at a time, so memory does not grow with their
number. Nothing here goes through the rules of the domain, therefore it refuses to run anywhere
but on a development machine or where it is allowed by name.
"""

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from datetime import time as clock
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import reset_queries, transaction
from django.utils import timezone

from certification.facts import facts_about, frozen_fields
from certification.invented import OFFERS, holder
from certification.lifecycle import (
    AgendaItemStatus,
    ApplicationStatus,
    CertificateStatus,
    MeetingStatus,
)
from certification.models import (
    AgendaItem,
    Application,
    Certificate,
    Committee,
    Counter,
    Decision,
    Meeting,
    Offer,
    OfferKind,
    Organisation,
    Recommendation,
    RecommendationOutcome,
    StatusChange,
    User,
)
from certification.operations.tally import count_registry
from certification.registry import lookup_of
from standards.deadlines import valid_until
from standards.models import Edition, Operator, Scheme, StandardVersion

AT_ONCE = 1000
YEARS_BACK = 6
CERTIFICATES_A_HOLDER = 3
AGENDA_LENGTH = 30_000
GENERATOR = "generator@demo.example"
# Out of a hundred certificates; the rest stay as issued and run out by their term.
ENDINGS = (
    (3, CertificateStatus.SUSPENDED, "nonconformity"),
    (7, CertificateStatus.WITHDRAWN, "false_data"),
    (9, CertificateStatus.TERMINATED, "holder_request"),
    (10, CertificateStatus.ANNULLED, "issued_in_error"),
)


class Command(BaseCommand):
    help = "Fills the registry with invented certificates, in bulk, for tests of scale."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--certificates", type=int, required=True, metavar="N")
        parser.add_argument("--seed", type=int, default=2026, help="the same seed, the same rows")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not (settings.DEBUG or settings.ALLOW_GENERATE):
            raise CommandError("Refused: this is no place for invented certificates.")
        wanted = options["certificates"]
        if wanted < 1:
            raise CommandError("Ask for one certificate at least.")
        random = Random(options["seed"])  # noqa: S311  invented rows, no secret
        started = time.monotonic()
        stages = stages_of(random)
        for first in range(0, wanted, AT_ONCE):
            with transaction.atomic():
                write_block(stages, min(AT_ONCE, wanted - first), random)
            reset_queries()
            if options["verbosity"] > 1:
                self.stdout.write(f"{min(first + AT_ONCE, wanted)} of {wanted}")
        count_registry()
        seconds = time.monotonic() - started
        self.stdout.write(f"{wanted} certificates written in {seconds:.0f} s.")


class Stage:
    """One call with what every invented case of it shares: its committee and its meeting."""

    def __init__(self, edition: Edition, by: User) -> None:
        """Make a committee with one long meeting that is over."""
        self.edition, self.by = edition, by
        committee, _made = Committee.objects.get_or_create(
            operator=edition.operator,
            scheme=edition.scheme,
            defaults={"name_pl": "Komisja próbna", "name_en": "Trial committee"},
        )
        number = f"G{Meeting.objects.filter(committee=committee).count() + 1}"
        now = timezone.now()
        self.meeting = Meeting.objects.create(
            committee=committee,
            number=number,
            starts_at=now,
            is_remote=True,
            status=MeetingStatus.CLOSED,
            called_by=by,
            closed_by=by,
            closed_at=now,
        )
        self.position = 0

    def next_position(self) -> int:
        """Number the items of the meeting; past the room of the column it begins again."""
        self.position = self.position % AGENDA_LENGTH + 1
        return self.position


def stages_of(random: Random) -> list[Stage]:
    """Take a call of every scheme with a published standard, or make one where there is none."""
    by = User.objects.filter(email=GENERATOR).first() or User.objects.create_user(
        GENERATOR, reason="generate_registry", name="Generator", is_active=False, is_demo=True
    )
    stages = []
    for version in StandardVersion.objects.published().select_related("scheme").order_by("pk"):
        edition = Edition.objects.filter(version=version).order_by("pk").first()
        stages.append(Stage(edition or _make_edition(version, random), by))
    if not stages:
        raise CommandError("There is no published standard. Run load_standard first.")
    return stages


def _make_edition(version: StandardVersion, random: Random) -> Edition:
    operator, _made = Operator.objects.get_or_create(
        code="generated",
        defaults={
            "name_pl": "Jednostka próbna",
            "name_en": "Trial body",
            "city": "Warszawa",
            "is_national": True,
        },
    )
    return Edition.objects.create(
        scheme=version.scheme,
        operator=operator,
        version=version,
        code=f"generated-{version.scheme.code}-{random.randrange(10**9)}",
        name_pl="Nabór próbny",
        name_en="Trial call",
        opens_on=date(2020, 1, 1),
    )


def write_block(stages: list[Stage], size: int, random: Random) -> None:
    """Write one block of certificates with all rows behind them."""
    holders = _write_holders(-(-size // CERTIFICATES_A_HOLDER), random)
    drafts = [
        _draft(random.choice(stages), holders[place // CERTIFICATES_A_HOLDER], random)
        for place in range(size)
    ]
    offers = [draft.offer for draft in drafts if draft.offer]
    for place, offer in enumerate(offers):
        offer.name = f"{offer.name} {place + 1}"
    Offer.objects.bulk_create(offers)
    _number_applications(drafts)
    Application.objects.bulk_create(drafts)
    decisions = _write_decisions(drafts, stages, random)
    certificates = [_certificate(decision, random) for decision in decisions]
    Certificate.objects.bulk_create(certificates)
    StatusChange.objects.bulk_create(
        change for certificate in certificates for change in _changes(certificate, random)
    )


def _write_holders(size: int, random: Random) -> list[Organisation]:
    serial = Organisation.objects.count()
    return Organisation.objects.bulk_create(
        Organisation(
            name=one.name,
            legal_form=one.legal_form,
            nip=one.nip,
            regon=one.regon,
            krs=one.krs,
            street="ul. Próbna 1",
            postal_code="00-001",
            city=one.city,
            municipality=one.city,
            voivodeship=one.voivodeship,
            is_demo=True,
        )
        for one in (holder(serial + place, random) for place in range(size))
    )


def _draft(stage: Stage, applicant: Organisation, random: Random) -> Application:
    """Invent one case, decided on a day of the last years."""
    back = random.randrange(1, 365 * YEARS_BACK)
    noon = clock(12, random.randrange(60), random.randrange(60))
    day = timezone.make_aware(datetime.combine(timezone.localdate() - timedelta(days=back), noon))
    offer = None
    if stage.edition.scheme.per_offer:
        kind = random.choice(OfferKind.values)
        offer = Offer(organisation=applicant, kind=kind, name=random.choice(OFFERS))
    return Application(
        edition=stage.edition,
        version=stage.edition.version,
        applicant=applicant,
        offer=offer,
        status=ApplicationStatus.CERTIFIED,
        voivodeship=applicant.voivodeship,
        scope=f"powiat {applicant.city}",
        created_by=stage.by,
        submitted_by=stage.by,
        submitted_at=day - timedelta(days=60),
        closed_at=day,
    )


def _numbers(prefix: str, year: int, size: int) -> Iterator[str]:
    """Give out a block of numbers of a series, as single ones are given out."""
    counter, _made = Counter.objects.select_for_update().get_or_create(series=f"{prefix}-{year}")
    first = counter.last + 1
    counter.last += size
    counter.save(update_fields=["last"])
    return (f"{prefix}-{year}-{number:04d}" for number in range(first, first + size))


def _series(prefixes: list[tuple[str, int]]) -> dict[tuple[str, int], Iterator[str]]:
    return {
        (prefix, year): _numbers(prefix, year, prefixes.count((prefix, year)))
        for prefix, year in sorted(set(prefixes))
    }


def _number_applications(drafts: list[Application]) -> None:
    wanted = [(_scheme(draft).case_prefix, _decided(draft).year) for draft in drafts]
    series = _series(wanted)
    for draft, key in zip(drafts, wanted, strict=True):
        draft.number = next(series[key])


def _scheme(application: Application) -> Scheme:
    return application.edition.scheme


def _decided(application: Application) -> datetime:
    assert application.closed_at  # noqa: S101  every invented case is closed
    return timezone.localtime(application.closed_at)


def _write_recommendations(drafts: list[Application], stages: list[Stage]) -> list[Recommendation]:
    """Write what the committee did with every case: an item of its agenda and its act."""
    by_edition = {stage.edition.pk: stage for stage in stages}
    items = AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=by_edition[draft.edition_id].meeting,
            application=draft,
            position=by_edition[draft.edition_id].next_position(),
            status=AgendaItemStatus.VOTED,
        )
        for draft in drafts
    )
    return Recommendation.objects.bulk_create(
        Recommendation(
            application=item.application,
            item=item,
            outcome=RecommendationOutcome.GRANT,
            reasons="Wiersz próbny.",
            votes_for=5,
            votes_against=0,
            votes_abstained=0,
            present=5,
            entitled=7,
            quorum=4,
            recorded_by=item.application.created_by,
            recorded_at=_decided(item.application),
        )
        for item in items
    )


def _write_decisions(
    drafts: list[Application], stages: list[Stage], random: Random
) -> list[Decision]:
    """Write the decisions that rest on the recommendations."""
    recommendations = _write_recommendations(drafts, stages)
    wanted = [(_scheme(draft).certificate_prefix, _decided(draft).year) for draft in drafts]
    acts = [(f"DEC-{_scheme(draft).case_prefix}", _decided(draft).year) for draft in drafts]
    numbers, act_numbers = _series(wanted), _series(acts)
    return Decision.objects.bulk_create(
        Decision(
            application=recommendation.application,
            recommendation=recommendation,
            number=next(act_numbers[act]),
            granted=True,
            reasons="Wiersz próbny.",
            legal_basis="",
            remedy_notice="",
            valid_from=_decided(recommendation.application).date(),
            valid_until=valid_until(
                _decided(recommendation.application).date(),
                recommendation.application.edition.validity_months,
            ),
            certificate_number=next(numbers[key]),
            decided_by=recommendation.recorded_by,
            decided_at=recommendation.recorded_at,
            snapshot={},
            snapshot_sha256=f"{random.getrandbits(256):064x}",
        )
        for recommendation, key, act in zip(recommendations, wanted, acts, strict=True)
    )


def _certificate(decision: Decision, random: Random) -> Certificate:
    application = decision.application
    facts = facts_about(decision, holder=application.applicant, offer=application.offer)
    drawn = random.randrange(100)
    return Certificate(
        number=facts["number"],
        lookup=lookup_of(facts["number"]),
        application=application,
        decision=decision,
        scheme=_scheme(application),
        version=application.version,
        holder=application.applicant,
        offer=application.offer,
        status=next(
            (status for limit, status, _why in ENDINGS if drawn < limit), CertificateStatus.VALID
        ),
        **frozen_fields(facts),
    )


def _changes(certificate: Certificate, random: Random) -> Iterator[StatusChange]:
    """Give a certificate the history that leads to its status."""
    decided_at = certificate.decision.decided_at
    yield StatusChange(
        certificate=certificate,
        status=CertificateStatus.VALID,
        effective_on=certificate.valid_from,
        recorded_at=decided_at,
        reason="issued",
    )
    why = {status: reason for _limit, status, reason in ENDINGS}
    if certificate.status in why:
        passed = (timezone.localdate() - certificate.issued_on).days
        day = certificate.issued_on + timedelta(days=random.randrange(passed))
        yield StatusChange(
            certificate=certificate,
            status=certificate.status,
            effective_on=day,
            recorded_at=max(decided_at, decided_at + (day - certificate.issued_on)),
            reason=why[CertificateStatus(certificate.status)],
            public_note="Wpis próbny.",
        )
