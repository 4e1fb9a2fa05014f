"""The catalogue lists offers with a certificate in force, and nothing else."""

from datetime import date

import pytest
import time_machine

from certification.catalogue import MOST_KEPT
from certification.models import Certificate
from certification.operations.certificates import restore, suspend
from tests.factories.catalogue import (
    TERM,
    CatalogueEntryFactory,
    CataloguePhotoFactory,
    offer_named,
)
from tests.factories.certification import CertificateFactory, OfferFactory, PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01 10:00+02:00", tick=False):
        yield


def found(client, query=""):
    response = client.get(f"/catalogue/{query}")
    return [row["entry"].offer.name for row in response.context["rows"]]


def test_an_offer_is_listed_while_shown_and_its_certificate_in_force(client):
    offer_named("Miód")
    offer_named("Ukryty", "ZNAK-2026-0002", shown_at=None)
    offer_named("Wygasły", "ZNAK-2025-0003", {"decision__valid_until": date(2026, 5, 31)})
    offer_named("Przyszły", "ZNAK-2026-0004", {"decision__valid_from": date(2026, 7, 1)})
    for number, status in enumerate(("suspended", "withdrawn", "terminated", "annulled"), start=5):
        offer_named(status, f"ZNAK-2026-000{number}", {"status": status})
    CatalogueEntryFactory(offer__name="Bez certyfikatu")

    assert found(client) == ["Miód"]


def test_a_suspension_takes_the_offer_off_at_once_and_its_lifting_puts_it_back(client):
    entry = offer_named("Miód")
    certificate = Certificate.objects.get()
    office = PostFactory(operator=certificate.application.edition.operator).person
    act = {"effective_on": date(2026, 6, 1), "public_note": "Brak sprawozdania.", "by": office}
    page = f"/catalogue/{entry.pk}/"

    suspend(certificate=certificate, reason="report_missing", **act)

    suspended = client.get(page, headers={"accept-language": "en"})
    assert found(client) == []
    assert "The certificate of this offer is “Suspended”: do not rely on it." in (
        suspended.content.decode()
    )
    assert entry.contact_email not in suspended.content.decode()
    assert client.get(f"{page}offer.jsonld").status_code == 404

    restore(certificate=Certificate.objects.get(), reason="remedied", **act)

    assert found(client) == ["Miód"]
    assert entry.contact_email in client.get(page).content.decode()


@pytest.mark.parametrize("status", ["withdrawn", "terminated", "annulled"])
def test_the_page_of_an_offer_whose_certificate_ended_is_gone_and_says_so(client, status):
    entry = offer_named("Miód", certificate={"status": status})

    assert client.get(f"/catalogue/{entry.pk}/").status_code == 410


def test_an_offer_that_is_hidden_or_has_no_certificate_has_no_page(client):
    hidden = offer_named("Miód", shown_at=None)
    bare = CatalogueEntryFactory()

    pages = [client.get(f"/catalogue/{entry.pk}/").status_code for entry in (hidden, bare)]

    assert pages == [404, 404]


def test_offers_are_found_by_words_category_and_place_of_delivery(client):
    offer_named("miod", area="", category="food")
    offer_named("druk", "ZNAK-2026-0002", area="02 04", category="printing")

    assert found(client, "?q=MIÓD") == ["miod"]
    assert found(client, "?category=printing") == ["druk"]
    assert found(client, "?voivodeship=04") == ["druk", "miod"]
    assert found(client, "?voivodeship=14") == ["miod"]
    assert found(client, "?category=nonsense&voivodeship=99") == ["druk", "miod"]
    assert found(client, "?q=nic") == []


def test_pages_lead_to_their_neighbours_and_keep_the_marked_offers(client):
    entries = [offer_named(f"oferta {n}", f"ZNAK-2026-{n:04d}") for n in range(1, 43)]
    names = [entry.offer.name for entry in reversed(entries)]

    first = client.get(f"/catalogue/?offer={entries[0].pk}")
    second = client.get(f"/catalogue/?{first.context['older']}")
    back = client.get(f"/catalogue/?{second.context['newer']}")

    assert [row["entry"].offer.name for row in first.context["rows"]] == names[:20]
    assert [row["entry"].offer.name for row in second.context["rows"]] == names[20:40]
    assert [row["entry"].offer.name for row in back.context["rows"]] == names[:20]
    assert (first.context["count"], first.context["newer"], back.context["newer"]) == (42, "", "")
    assert f"offer={entries[0].pk}&" in first.context["older"]


def test_kept_offers_stand_in_the_order_of_the_address(client):
    first, second = offer_named("a"), offer_named("b", "ZNAK-2026-0002")
    address = f"?offer={second.pk}&offer={first.pk}&offer=x&offer={second.pk}"

    response = client.get(f"/catalogue/kept/{address}")

    assert [row["entry"] for row in response.context["rows"]] == [second, first]
    assert (response.context["lapsed"], response.context["missing"]) == ([], 0)
    assert response.context["rows"][0]["without"] == f"offer={first.pk}"
    assert response.cookies == {}


@pytest.mark.parametrize(
    ("certificate", "state"),
    [
        ({"status": "suspended"}, "Suspended"),
        ({"status": "withdrawn"}, "Withdrawn"),
        ({"status": "terminated"}, "Terminated"),
        ({"status": "annulled"}, "Annulled"),
        ({"decision__valid_until": date(2026, 5, 31)}, "Expired"),
    ],
)
def test_a_kept_offer_that_may_not_be_relied_on_is_named_with_its_state(client, certificate, state):
    entry, lapsed = offer_named("a"), offer_named("Syrop", "ZNAK-2026-0002", certificate)
    address = f"?offer={lapsed.pk}&offer={entry.pk}"

    response = client.get(f"/catalogue/kept/{address}", headers={"accept-language": "en"})

    said = " ".join(response.content.decode().split())
    named = said[said.index("1 offer of this list has no valid certificate today") :]
    assert f'<a href="/catalogue/{lapsed.pk}/">Syrop</a>' in named
    assert str(response.context["lapsed"][0]["label"].text) == state
    assert lapsed.contact_email not in named.partition("<table")[0]
    assert [row["entry"] for row in response.context["rows"]] == [entry]
    assert response.context["missing"] == 0
    assert "no longer in the catalogue" not in said
    assert response.context["rows"][0]["without"] == f"offer={lapsed.pk}"
    assert response.context["lapsed"][0]["without"] == f"offer={entry.pk}"


def test_a_kept_offer_that_its_holder_hid_or_that_never_was_is_not_named(client):
    hidden = [
        offer_named("Skryty", "ZNAK-2026-0002", shown_at=None),
        offer_named("Skryty", "ZNAK-2026-0003", {"status": "suspended"}, shown_at=None),
        CatalogueEntryFactory(offer__name="Skryty"),
    ]
    address = "&".join(f"offer={number}" for number in [*(one.pk for one in hidden), 987654])

    response = client.get(f"/catalogue/kept/?{address}", headers={"accept-language": "en"})

    assert (response.context["rows"], response.context["lapsed"]) == ([], [])
    assert "4 offers of this list are no longer in the catalogue" in response.content.decode()
    assert "Skryty" not in response.content.decode()
    assert "no valid certificate" not in response.content.decode()
    assert response.context["address"] == ""


def test_a_kept_offer_with_an_old_and_a_new_certificate_is_listed(client):
    entry = offer_named("a", "ZNAK-2025-0001", {"status": "withdrawn"})
    CertificateFactory(
        decision__certificate_number="ZNAK-2026-0002",
        decision__recommendation__item__application__offer=entry.offer,
        decision__recommendation__item__application__applicant=entry.offer.organisation,
        **TERM,
    )

    response = client.get(f"/catalogue/kept/?offer={entry.pk}")

    assert [row["entry"].certificate_number for row in response.context["rows"]] == [
        "ZNAK-2026-0002"
    ]
    assert response.context["lapsed"] == []


def test_a_photo_is_shown_while_its_offer_is_listed_and_not_taken_back(client):
    shown = CataloguePhotoFactory(entry=offer_named("a"))
    lapsed = CataloguePhotoFactory(
        entry=offer_named("b", "ZNAK-2026-0002", {"status": "suspended"})
    )
    removed = CataloguePhotoFactory(
        entry=shown.entry, removed_at=shown.added_at, removed_by=shown.added_by
    )

    answers = [
        client.get(f"/catalogue/photos/{photo.pk}-small.jpg").status_code
        for photo in (shown, lapsed, removed)
    ]

    assert answers == [200, 404, 404]


@pytest.mark.parametrize("count", [1, 50])
def test_lists_ask_the_same_number_of_queries_however_long_they_are(
    client, django_assert_num_queries, count
):
    entries = [offer_named(f"oferta {n}", f"ZNAK-2026-{n:04d}") for n in range(count)]
    for entry in entries:
        CataloguePhotoFactory(entry=entry)
    kept = "&".join(f"offer={entry.pk}" for entry in entries)
    with django_assert_num_queries(2 if count == 1 else 3):  # a short list counts itself
        client.get("/catalogue/")
    with django_assert_num_queries(1):
        client.get(f"/catalogue/kept/?{kept}")
    Certificate.objects.exclude(offer=entries[0].offer if count > 1 else None).update(
        status="suspended"
    )
    with django_assert_num_queries(2):
        response = client.get(f"/catalogue/kept/?{kept}")
    assert len(response.context["lapsed"]) == min(count, MOST_KEPT) - (count > 1)


def test_one_offer_asks_three_queries(client, django_assert_num_queries):
    entry = offer_named("Miód")
    for _ in range(3):
        CataloguePhotoFactory(entry=entry)

    with django_assert_num_queries(3):
        client.get(f"/catalogue/{entry.pk}/")


def test_the_certificate_of_another_offer_of_the_same_name_lists_nothing(client):
    offer_named("Miód")
    CatalogueEntryFactory(offer=OfferFactory(name="Miód"))

    assert found(client) == ["Miód"]
