"""What stands before the first demo case: operators, calls, accounts, committees, organisations."""

from datetime import date, timedelta
from decimal import Decimal

from allauth.account.models import EmailAddress

from certification.models import (
    Committee,
    Membership,
    MembershipRole,
    Organisation,
    Post,
    Seat,
    User,
)
from standards.dictionaries import LEGAL_FORMS, VOIVODESHIPS
from standards.models import Criterion, Edition, Median, Operator, Scheme, StandardVersion
from workflows.demo.cast import ADMIN, MINISTER, PEOPLE, REGION, Entity, Person

MEDIANS = {"h01": Decimal(9), "h02": Decimal(14), "h03": Decimal(5)}


def set_operators() -> None:
    """Make the national authority and one regional operator, both invented."""
    Operator.objects.get_or_create(
        code=MINISTER,
        defaults={
            "name_pl": "Organ akredytujący (demo)",
            "name_en": "Accrediting authority (demo)",
            "city": "Warszawa",
            "address": "ul. Przykładowa 1, 00-000 Warszawa",
            "email": "sekretariat@demo.example",
            "is_national": True,
        },
    )
    Operator.objects.get_or_create(
        code=REGION,
        defaults={
            "name_pl": "Regionalny operator znaku (demo)",
            "name_en": "Regional operator of the mark (demo)",
            "voivodeship": "30",
            "city": "Poznań",
            "address": "ul. Przykładowa 2, 61-000 Poznań",
            "email": "sekretariat@demo.example",
        },
    )


def open_editions(today: date) -> dict[str, Edition]:
    """Open one call of each scheme, on the newest published version."""
    editions = {}
    for code, operator, settings in (
        (
            "owes",
            MINISTER,
            {
                "name_pl": "Nabór OWES (demo)",
                "name_en": "Call for support centres (demo)",
                "closes_on": today + timedelta(days=120),
                "day_count": "calendar_kpa",
                "experts_required": 2,
                "divergence_limit": Decimal(15),
                "validity_months": 24,
                "surveillance_interval_months": 12,
                "one_application_per": "voivodeship",
                "conditional_allowed": True,
            },
        ),
        (
            "znak",
            REGION,
            {
                "name_pl": "Znak produktu, nabór ciągły (demo)",
                "name_en": "Mark of a product, rolling call (demo)",
                "closes_on": None,
                "day_count": "working_days",
                "formal_check_days": 10,
                "completion_days": 7,
                "decision_days": 14,
                "experts_required": 1,
                "validity_months": 12,
                "one_application_per": "offer",
            },
        ),
    ):
        scheme = Scheme.objects.get(code=code)
        version = StandardVersion.objects.filter(scheme=scheme, status="published").latest("pk")
        editions[code], _made = Edition.objects.get_or_create(
            code=f"{code}-demo",
            defaults={
                "scheme": scheme,
                "operator": Operator.objects.get(code=operator),
                "version": version,
                "opens_on": today - timedelta(days=1200),
                **settings,
            },
        )
    set_medians(editions["owes"], today)
    return editions


def set_medians(edition: Edition, today: date) -> None:
    """Give every voivodeship a median for the measured criteria."""
    keys = Criterion.objects.filter(version=edition.version, scale__kind="measured").values_list(
        "key", flat=True
    )
    Median.objects.bulk_create(
        [
            Median(
                edition=edition,
                criterion_key=key,
                voivodeship=code,
                value=MEDIANS.get(key, Decimal(10)),
                source="Dane przykładowe",
                as_of=today - timedelta(days=200),
            )
            for key in keys
            for code, _name in VOIVODESHIPS
        ],
        ignore_conflicts=True,
    )


def make_account(person: Person, password: str | None) -> User:
    """Make a demo account whose address counts as confirmed; no password, no log-in."""
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User.objects.create_user(person.email, password, name=person.name, is_demo=True)
        EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=True)
    return user


def fill_posts(password: str, since: date) -> dict[str, User]:
    """Make every account with its posts and seats; give them by login."""
    people = {person.login: make_account(person, password) for person in PEOPLE}
    committees = [
        Committee.objects.get_or_create(
            operator=Operator.objects.get(code=operator),
            scheme=Scheme.objects.get(code=scheme),
            defaults={"name_pl": name_pl, "name_en": name_en},
        )[0]
        for operator, scheme, name_pl, name_en in (
            (MINISTER, "owes", "Komitet akredytacyjny (demo)", "Accreditation committee (demo)"),
            (REGION, "znak", "Kapituła certyfikująca (demo)", "Certification chapter (demo)"),
        )
    ]
    for person in PEOPLE:
        for operator, role in person.posts:
            Post.objects.get_or_create(
                person=people[person.login],
                operator=Operator.objects.get(code=operator),
                role=role,
                defaults={"since": since},
            )
        if person.seat:
            for committee in committees:
                Seat.objects.get_or_create(
                    committee=committee,
                    person=people[person.login],
                    defaults={"role": person.seat, "since": since},
                )
    admin = make_account(ADMIN, password)
    admin.is_staff = admin.is_superuser = True
    admin.save()
    return people


def found(entity: Entity, person: User, since: date) -> Organisation:
    """Enter an organisation of the demo, with one person who signs for it."""
    form = LEGAL_FORMS[entity.legal_form]
    organisation, _made = Organisation.objects.get_or_create(
        nip=entity.nip,
        legal_form=entity.legal_form,
        name=entity.name,
        defaults={
            "regon": entity.regon,
            "krs": "" if form.needs_running_entity else entity.krs,
            "running_entity_name": "Fundacja Prowadząca (dane przykładowe)"
            if form.needs_running_entity
            else "",
            "running_entity_nip": entity.nip if form.needs_running_entity else "",
            "street": "ul. Przykładowa 7",
            "postal_code": entity.postal_code,
            "city": entity.city,
            "municipality": entity.city,
            "voivodeship": entity.voivodeship,
            "email": f"kontakt{entity.base}@demo.example",
            "founded_on": date(2018, 3, 1),
            "is_demo": True,
        },
    )
    Membership.objects.get_or_create(
        organisation=organisation,
        person=person,
        defaults={"role": MembershipRole.SIGNS, "since": since},
    )
    return organisation
