"""What stands before the first demo case: calls, accounts, committees, organisations."""

from datetime import date, timedelta

from allauth.account.models import EmailAddress

from certification.history import save
from certification.models import (
    Committee,
    Membership,
    MembershipRole,
    Organisation,
    Post,
    Seat,
    User,
)
from standards.dictionaries import LEGAL_FORMS
from standards.models import Edition, Median, Operator
from workflows.demo.cast import ADMIN, PEOPLE, Entity, Person

CURRENT = {"owes": "owes-2026", "znak": "znak-2026-14"}
COMMITTEES = {
    "owes": ("Komitet akredytacyjny (demo)", "Accreditation committee (demo)"),
    "znak": ("Kapituła certyfikująca (demo)", "Certification chapter (demo)"),
}


def editions_of_demo(since: date) -> dict[str, tuple[Edition, Edition]]:
    """Give the shipped call of each scheme, and beside it an earlier one for old certificates."""
    return {
        scheme: (current(code), earlier(current(code), since)) for scheme, code in CURRENT.items()
    }


def current(code: str) -> Edition:
    """Give one shipped call."""
    return Edition.objects.select_related("scheme", "operator", "version").get(code=code)


def earlier(edition: Edition, since: date) -> Edition:
    """Make the call that was open before the shipped one, with the same rules and medians."""
    past = current(edition.code)
    past.pk, past._state.adding = None, True
    past.code = f"{edition.scheme.code}-demo-past"
    past.name_pl, past.name_en = "Wcześniejszy nabór (demo)", "Earlier call (demo)"
    past.opens_on, past.closes_on = since, edition.opens_on - timedelta(days=1)
    past.save()
    for median in Median.objects.filter(edition=edition):
        median.pk, median._state.adding, median.edition = None, True, past
        median.save()
    return past


def make_account(person: Person, password: str | None) -> User:
    """Make a demo account whose address counts as confirmed; no password, no log-in."""
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User.objects.create_user(
            person.email, password, reason="fill_demo", name=person.name, is_demo=True
        )
        EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=True)
    return user


def fill_posts(password: str, since: date) -> dict[str, User]:
    """Make every account with its post and seats; give them by login."""
    people = {person.login: make_account(person, password) for person in PEOPLE}
    calls = Edition.objects.filter(scheme__code__in=COMMITTEES).select_related("scheme", "operator")
    committees = {committee_of(edition) for edition in calls}
    for person in PEOPLE:
        for operator in Operator.objects.all() if person.post else ():
            Post.objects.get_or_create(
                person=people[person.login],
                operator=operator,
                role=person.post,
                defaults={"since": since},
            )
        for committee in committees if person.seat else ():
            Seat.objects.get_or_create(
                committee=committee,
                person=people[person.login],
                defaults={"role": person.seat, "since": since},
            )
    admin = make_account(ADMIN, password)
    if not admin.is_superuser:
        admin.is_staff = admin.is_superuser = True
        save(admin, by=None, reason="fill_demo")
    return people


def committee_of(edition: Edition) -> Committee:
    """Give the committee or chapter of a call's operator and scheme."""
    name_pl, name_en = COMMITTEES[edition.scheme.code]
    committee, _made = Committee.objects.get_or_create(
        operator=edition.operator,
        scheme=edition.scheme,
        defaults={"name_pl": name_pl, "name_en": name_en},
    )
    return committee


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
