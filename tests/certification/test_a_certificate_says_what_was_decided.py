"""Whatever changes after the decision: certificate, credential and decision speak of one thing."""

import json
from dataclasses import replace

import pytest

from certification.attestation import certificate_content
from certification.attested_credential import credential_content
from certification.audit import CHECKS
from certification.facts import digest_of, facts_of_certificate
from certification.issuing import prepare_certificate
from certification.models import Certificate, StatusChange
from certification.operations.certificates import issue_certificate
from certification.operations.organisations import change_organisation
from documents.credentials.dossiers import keep_credential, sign_credential, signed_credential
from documents.drawing import draw_certificate
from documents.errors import CertificateTextTooLong, CredentialTellsOtherFacts
from documents.issuing import CREDENTIAL_FILE, attest, seal_with_proofs
from documents.models import Dossier, LogEntry, StatusEntry
from documents.read import open_document
from documents.sealing import check_seal, pinned_seals
from tests.committee import granted_session

pytestmark = pytest.mark.django_db
OTHER_NIP = "1234563218"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    settings.PUBLIC_URL = "https://rejestr.example"


@pytest.fixture
def granted():
    """Give a decision that grants, of a case with everything a decision rests on."""
    session = granted_session()
    session.holder = session.application.applicant
    session.known_as = (session.holder.name, session.holder.nip)
    return session


def rename(session):
    """Give the holder another name and number."""
    change_organisation(
        organisation=session.holder, by=session.secretary, name="Zupełnie inna", nip=OTHER_NIP
    )
    session.decision = type(session.decision).objects.get()


def identifiers(credential):
    """Give by what a credential knows its holder."""
    subject = json.loads(credential)["credentialSubject"]
    found = {one["identityType"]: one["identityHash"] for one in subject["identifier"]}
    return found["name"], found["ext:nip"]


def differences():
    """Give everything that the whole audit names."""
    return [(found.record, found.place) for check in CHECKS.values() for found in check() if found]


def test_a_name_taken_after_the_decision_is_not_on_the_certificate(granted):
    rename(granted)

    pages = prepare_certificate(granted.decision)
    certificate = issue_certificate(
        decision=granted.decision, content=pages["pl"], content_en=pages["en"]
    )

    decided = granted.decision.snapshot["application"]["applicant"]
    drawn = certificate_content(granted.decision)
    sealed_in = check_seal(open_document(certificate.document), pinned_seals()).attachments
    assert (
        (decided["name"], decided["nip"]),
        (certificate.holder_name, certificate.holder_nip),
        identifiers(Dossier.objects.get().credential),
        identifiers(sealed_in[CREDENTIAL_FILE]),
        drawn.holder_or_offer,
        drawn.digest,
    ) == (*[granted.known_as] * 4, granted.known_as[0], certificate.digest)
    assert differences() == []


def test_a_name_taken_while_the_files_are_made_changes_none_of_them(granted):
    drawn = certificate_content(granted.decision)
    pages = prepare_certificate(granted.decision)
    rename(granted)

    certificate = issue_certificate(
        decision=granted.decision, content=pages["pl"], content_en=pages["en"]
    )

    assert (certificate.digest, certificate.holder_name) == (drawn.digest, granted.known_as[0])
    assert differences() == []


def test_what_cannot_be_drawn_is_refused_before_anything_is_signed(granted):
    scheme = granted.application.edition.scheme
    scheme.certificate_title_pl = "Certyfikat " + "niepodzielny" * 15
    scheme.save()
    granted.decision = type(granted.decision).objects.get()

    with pytest.raises(CertificateTextTooLong):
        prepare_certificate(granted.decision)

    assert (Dossier.objects.count(), StatusEntry.objects.count()) == (0, 0)
    assert LogEntry.objects.filter(kind="credential").count() == 0


def test_a_credential_with_other_facts_is_neither_taken_nor_replaced(granted):
    content = credential_content(granted.decision)
    other = replace(content, identifiers=(("name", "Inna"), ("ext:nip", OTHER_NIP)))
    attest(content=other)

    with pytest.raises(CredentialTellsOtherFacts) as refused:
        prepare_certificate(granted.decision)

    number = granted.decision.certificate_number
    assert refused.value.params == {"number": number}
    assert identifiers(Dossier.objects.get().credential) == ("Inna", OTHER_NIP)
    assert [entry.number for entry in LogEntry.objects.filter(kind="credential")] == [number]


def test_of_two_who_sign_at_once_the_second_takes_only_the_same(granted):
    content = credential_content(granted.decision)
    later = replace(content, narrative="Więcej, niż przyznano.")
    same, wider = signed_credential(content=content), signed_credential(content=later)
    kept = sign_credential(content=content)

    assert keep_credential(same) == kept
    with pytest.raises(CredentialTellsOtherFacts):
        keep_credential(wider)


def test_another_name_of_the_issuer_does_not_keep_a_certificate_from_being_issued(granted):
    kept = attest(content=credential_content(granted.decision))
    operator = granted.application.edition.operator
    operator.name_pl, operator.email = "Urząd po zmianie nazwy", "nowy@example.org"
    operator.save()
    granted.decision = type(granted.decision).objects.get()

    pages = prepare_certificate(granted.decision)

    sealed_in = check_seal(pages["pl"], pinned_seals()).attachments
    assert sealed_in[CREDENTIAL_FILE].decode() == kept.credential


def test_the_audit_names_a_credential_that_the_registry_contradicts(granted):
    content = credential_content(granted.decision)
    dossier = attest(
        content=replace(
            content, narrative="Cała Polska", valid_until=content.valid_until.replace(year=2099)
        )
    )
    drawn = draw_certificate(replace(certificate_content(granted.decision), sealed=True))
    certificate = issue_certificate(
        decision=granted.decision, content=seal_with_proofs(drawn, dossier=dossier).content
    )

    assert differences() == [
        (
            f"certificate {certificate.number}",
            f"credential in {form}: not as in the registry: scope, last moment",
        )
        for form in ("JSON", "JWT")
    ]


def test_the_audit_names_a_certificate_that_the_decision_contradicts(granted):
    certificate = issue_certificate(
        decision=granted.decision, content=prepare_certificate(granted.decision)["pl"]
    )
    certificate.holder_name = "Podmieniona"
    certificate.digest = digest_of(facts_of_certificate(certificate))
    certificate.save()

    record = f"certificate {certificate.number}"
    assert [one for one in differences() if one[0] == record] == [
        (record, "not as decided: holder/name"),
        (record, "credential in JSON: not as in the registry: identifiers"),
        (record, "credential in JWT: not as in the registry: identifiers"),
    ]
    assert (Certificate.objects.count(), StatusChange.objects.count()) == (1, 1)
