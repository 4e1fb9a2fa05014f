"""The public log for people: its entries, the search by number, and the proof of each entry."""

import base64

import pytest
from django.conf import settings
from django.urls import reverse

from certification.models import StatusChange
from certification.operations.certificates import annul, suspend
from certification.operations.public_log import log_standards
from certification.tasks import log_published_standards
from documents.log import tree
from documents.log.notes import VerifierKey, open_checkpoint
from documents.log.operations import append
from documents.log.publishing import publish_checkpoint, published_keys
from documents.models import LogEntry
from tests.factories.certification import CertificateFactory, PostFactory
from tests.factories.standards import make_standard

pytestmark = pytest.mark.django_db
NOTE = "Nie usunięto uchybień wskazanych w czasie nadzoru."
DIGEST = "ab" * 32
LOG = "/log/"


def fill(size, number="OWES-2026-0099"):
    return [
        append(kind="sealed_file", number=number, facts={"sha256": DIGEST}) for _ in range(size)
    ]


def test_a_change_of_state_is_an_entry_that_leads_to_its_certificate(client):
    certificate = CertificateFactory()
    by = PostFactory(operator=certificate.application.edition.operator).person
    suspend(
        certificate=certificate,
        effective_on=certificate.issued_on,
        public_note=NOTE,
        reason="nonconformity",
        by=by,
    )
    annul(certificate=certificate, public_note=NOTE, reason="issued_in_error", by=by)

    shown = client.get(LOG)

    assert [(entry.kind, entry.once) for entry in LogEntry.objects.order_by("position")] == [
        (kind, f"status:{change.pk}")
        for kind, change in zip(
            ("status", "annulment"),
            StatusChange.objects.exclude(reason="issued").order_by("pk"),
            strict=True,
        )
    ]
    assert [(str(row["state"]), row["url"]) for row in shown.context["rows"]] == [
        ("Unieważniony", f"/c/{certificate.number}"),
        ("Zawieszony", f"/c/{certificate.number}"),
    ]
    assert NOTE not in LogEntry.objects.get(position=0).leaf
    assert certificate.holder_name not in "".join(LogEntry.objects.values_list("leaf", flat=True))


def test_published_standards_are_entered_once_by_the_clock(client):
    version = make_standard()

    assert (log_published_standards(), log_published_standards(), log_standards()) == (1, 0, 0)

    row = client.get(LOG).context["rows"][0]
    assert (row["facts"]["sha256"], row["entry"].number) == (
        version.sha256,
        f"{version.scheme.code}-{version.version}",
    )
    assert row["url"] == f"/standards/{version.scheme.code}/{version.version}/"


def test_the_search_forgives_how_a_number_is_typed(client):
    certificate = CertificateFactory()
    fill(2, certificate.number)
    fill(1, "OWES-1999-0001")

    found = client.get(LOG, {"q": f" {certificate.number.lower().replace('-', ' ')} "})
    other = client.get(LOG, {"q": "OWES-1999-0001"})
    none = client.get(LOG, {"q": "OWES-1900-0001"})

    assert [row["entry"].position for row in found.context["rows"]] == [1, 0]
    assert [row["entry"].position for row in other.context["rows"]] == [2]
    assert none.context["rows"] == []
    assert "Nie ma wpisu dla „OWES-1900-0001”." in none.content.decode()


def test_pages_of_the_list_follow_each_other_without_gap(client):
    fill(45)

    seen, question = [], "?"
    while question:
        page = client.get(LOG + question)
        seen += [row["entry"].position for row in page.context["rows"]]
        question = page.context["older"] and f"?{page.context['older']}"

    assert seen == list(range(44, -1, -1))


@pytest.mark.parametrize("before", ["x", "-1", "١٢", "9" * 30, "\0"])
def test_a_wrong_mark_shows_the_beginning(client, before):
    fill(1)

    assert len(client.get(LOG, {"before": before}).context["rows"]) == 1


def test_an_entry_shows_its_proof_and_hands_it_out(client):
    entry = fill(5)[2]
    publish_checkpoint()

    page = client.get(f"/log/{entry.position}/")
    proof = client.get(f"/log/{entry.position}/proof")

    head, _gap, note = proof.content.decode().partition("\n\n")
    lines = head.split("\n")
    checkpoint = open_checkpoint(note, published_keys())
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 2"]
    assert tree.proves_inclusion(
        leaf=tree.leaf_hash(entry.leaf.encode()),
        position=2,
        size=checkpoint.size,
        root=checkpoint.root,
        path=[base64.b64decode(line) for line in lines[2:]],
    )
    assert page.context["path"] == [base64.b64decode(line).hex() for line in lines[2:]]
    assert proof["Content-Disposition"] == 'attachment; filename="log-2.tlog-proof"'


def test_an_entry_that_is_not_signed_says_so_and_has_no_proof_yet(client):
    fill(1)

    page = client.get("/log/0/")

    assert "Ten wpis nie jest jeszcze podpisany." in page.content.decode()
    assert client.get("/log/0/proof").status_code == 404
    assert "jeszcze niepodpisany" in client.get(LOG).content.decode()


@pytest.mark.parametrize("address", ["/log/7/", "/log/7/proof", "/log/" + "9" * 40 + "/"])
def test_an_entry_that_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_an_empty_log_says_so(client):
    page = client.get(LOG)

    assert page.status_code == 200
    assert "Nic nie jest jeszcze podpisane." in page.content.decode()


def test_keys_are_given_to_programs_as_they_take_them(client):
    fill(1)
    publish_checkpoint()

    text = client.get("/log/keys.txt").content.decode()

    assert [str(VerifierKey.read(line)) for line in text.split()] == [
        str(key) for key in published_keys()
    ]
    assert text.startswith(f"{settings.LOG_ORIGIN}+")


def test_the_pages_ask_as_little_of_a_long_log_as_of_a_short_one(client, django_assert_num_queries):
    certificate = CertificateFactory()
    fill(1, certificate.number)
    publish_checkpoint()
    for size in (1, 50):
        fill(size, certificate.number)
        with django_assert_num_queries(3):
            client.get(LOG)
        with django_assert_num_queries(4):
            client.get(LOG, {"q": certificate.number})
        with django_assert_num_queries(3):
            client.get("/log/0/")


def test_the_page_of_a_certificate_leads_to_its_entries(client):
    certificate = CertificateFactory()

    page = client.get(reverse("certification:certificate", args=[certificate.number]))

    assert f'href="/log/?q={certificate.number}"' in page.content.decode()
