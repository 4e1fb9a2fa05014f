"""Before a declaration nothing of a case is shown; before the end nobody reads another's card."""

import pytest
from django.urls import URLResolver, get_resolver

from certification.lifecycle import ApplicationStatus
from certification.models import Answer
from certification.operations.assignments import declare_impartiality
from tests.factories.certification import EvidenceFactory, make_case
from tests.factories.evaluation import invite, let_in, score

pytestmark = pytest.mark.django_db
CLAIM = "Opis wnioskodawcy, którego nikt obcy nie czyta."
SECRET = "Uzasadnienie z cudzej karty oceny."
NOTE = "Notatka z cudzej karty oceny."
VALUES = {"code": "A02", "field": "value", "section": "A", "kind": "decision", "key": "a02"}


def patterns(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if entry.namespace not in {"admin", "operator"}:
                yield from patterns(entry, route)
        else:
            yield route, entry.pattern.converters


def addresses(application, **numbers):
    """Give every address of a case that the site has."""
    found = []
    for route, converters in patterns():
        if not route.startswith("cases/<str:number>"):
            continue
        address = route.replace("<str:number>", application.number)
        for name, converter in converters.items():
            if name != "number":
                kind = type(converter).__name__.removesuffix("Converter").lower()
                kind = {"string": "str"}.get(kind, kind)
                value = VALUES.get(name) or str(numbers.get(name, numbers["pk"]))
                address = address.replace(f"<{kind}:{name}>", value)
        found.append(f"/{address}")
    return found


@pytest.fixture
def case():
    made = make_case(ApplicationStatus.EVALUATION)
    Answer.objects.filter(assessment=made.assessment).update(justification=CLAIM)
    made.evidence = EvidenceFactory(application=made.application)
    return made


def read(client, case):
    """Read every page of the case and give its status and text by the address."""
    shown = {}
    for address in addresses(case.application, pk=case.evidence.pk):
        response = client.get(address)
        text = b"" if response.streaming else response.content
        shown[address] = (response.status_code, text.decode(errors="replace"))
    return shown


def test_the_addresses_of_a_case_are_really_found(case):
    found = addresses(case.application, pk=case.evidence.pk)

    assert not [address for address in found if "<" in address]
    for page in ("", "history/", "evaluation/", "score-card/A02/", "declare/", "score/"):
        assert f"/cases/{case.application.number}/{page}" in found


@pytest.mark.parametrize("answer", [None, "ask_waiver", "conflict", "decline"])
def test_without_a_clear_declaration_no_page_shows_anything_of_the_case(client, case, answer):
    assignment = invite(case.application)
    if answer:
        declare_impartiality(
            assignment=assignment, answer=answer, explanation="Znam.", by=assignment.person
        )
    client.force_login(assignment.person)

    for address, (_status, text) in read(client, case).items():
        for hidden in (CLAIM, case.evidence.name, case.application.applicant.nip):
            assert hidden not in text, address


def test_every_page_of_the_evaluation_leads_to_the_declaration(client, case):
    client.force_login(invite(case.application).person)
    base = f"/cases/{case.application.number}"
    pages = (
        "evaluation",
        "formal-check",
        "score-card",
        "score-card/A02",
        f"shown/{case.evidence.pk}",
        "formal_check",
        "assign_experts",
        "consider_waiver",
        "score",
    )

    led = {page: client.get(f"{base}/{page}/") for page in pages}
    found = {page: (one.status_code, one.get("Location")) for page, one in led.items()}

    assert found == dict.fromkeys(pages, (302, f"{base}/declare/"))


def secret_card(case, **fields):
    card = score(case.application, **fields)
    Answer.objects.filter(assessment=card).update(justification=SECRET, note=NOTE)
    return card


def test_no_page_shows_an_expert_the_card_of_another(client, case):
    secret_card(case)
    own = let_in(case.application)
    client.force_login(own.person)

    shown = read(client, case)

    assert shown[f"/cases/{case.application.number}/score-card/A02/"][0] == 200
    for address, (_status, text) in shown.items():
        assert SECRET not in text, address
        assert NOTE not in text, address


def test_no_page_shows_who_sent_a_card_what_the_next_one_says(client, case):
    first = score(case.application)
    secret_card(case, value=0)
    client.force_login(first.author)

    for address, (_status, text) in read(client, case).items():
        assert SECRET not in text, address
        assert NOTE not in text, address


@pytest.mark.parametrize("who", ["signer", "editor", "reader"])
def test_no_page_shows_the_applicant_experts_or_cards_before_the_decision(client, case, who):
    people = [secret_card(case).author, invite(case.application).person]
    for person, name in zip(people, ("Żaneta Nieznana", "Hipolit Ukryty"), strict=True):
        person.name = name
        person.save()
    client.force_login(getattr(case, who))

    shown = read(client, case)

    assert shown[f"/cases/{case.application.number}/"][0] == 200
    for address, (_status, text) in shown.items():
        for hidden in (SECRET, NOTE, *(person.name for person in people)):
            assert hidden not in text, address
