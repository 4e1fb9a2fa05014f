"""The interface proves what the public log tells of a certificate."""

import pytest

from certification.operations.certificates import suspend, withdraw
from documents.log import tree
from documents.log.notes import VerifierKey, open_checkpoint
from documents.log.operations import append
from documents.log.publishing import publish_checkpoint
from tests.factories.certification import CertificateFactory, PostFactory

pytestmark = pytest.mark.django_db
NOTE = "Nie usunięto uchybień wskazanych w czasie nadzoru."


@pytest.fixture
def certificate():
    certificate = CertificateFactory()
    change(certificate, suspend, "nonconformity")
    return certificate


def change(certificate, operation, reason):
    operation(
        certificate=certificate,
        effective_on=certificate.issued_on,
        public_note=NOTE,
        reason=reason,
        by=PostFactory(operator=certificate.application.edition.operator).person,
    )


def proof(client, certificate):
    number = certificate.number.lower().replace("-", "%20")
    return client.get(f"/api/v1/certificates/{number}/proof")


def test_each_entry_is_proved_under_one_signed_checkpoint(client, certificate):
    append(kind="standard", number="other", facts={})
    change(certificate, withdraw, "not_remedied")
    publish_checkpoint()
    certificate.refresh_from_db()

    data = proof(client, certificate).json()

    checkpoint = open_checkpoint(data["checkpoint"], map(VerifierKey.read, data["keys"]))
    assert (checkpoint.size, checkpoint.root.hex()) == (data["size"], data["root"])
    assert [entry["index"] for entry in data["entries"]] == [0, 2]
    assert data["waiting"] == 0
    for entry in data["entries"]:
        leaf = tree.leaf_hash(entry["entry"].encode())
        assert leaf.hex() == entry["leaf_hash"]
        assert tree.proves_inclusion(
            leaf=leaf,
            position=entry["index"],
            size=checkpoint.size,
            root=checkpoint.root,
            path=[bytes.fromhex(step) for step in entry["proof"]],
        )
        assert entry["tlog_proof"].endswith(data["checkpoint"])


def test_what_is_not_signed_yet_waits(client, certificate):
    data = proof(client, certificate).json()

    assert data == {
        "number": certificate.number,
        "checkpoint": None,
        "size": 0,
        "root": None,
        "entries": [],
        "waiting": 1,
        "keys": [],
    }


def test_an_unknown_number_is_a_problem(client):
    response = client.get("/api/v1/certificates/OWES-1999-9999/proof")

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_many_entries_are_proved_in_as_many_queries_as_one(
    client, certificate, django_assert_num_queries
):
    publish_checkpoint()
    with django_assert_num_queries(5):
        proof(client, certificate)
    for _ in range(50):
        append(kind="sealed_file", number=certificate.number, facts={"sha256": "ab" * 32})
    publish_checkpoint()
    with django_assert_num_queries(5):
        proof(client, certificate)
