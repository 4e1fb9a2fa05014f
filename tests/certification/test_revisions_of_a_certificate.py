"""A reduced scope gives the certificate new files; the earlier ones are genuine, and replaced."""

import json
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from certification.attestation import certificate_content
from certification.audit import CHECKS
from certification.issuing import prepare_certificate, prepare_revision
from certification.models import Application, CaseEvent, Certificate, Message
from certification.operations.certificates import issue_certificate, restore, suspend, withdraw
from certification.operations.decisions import decide
from certification.operations.organisations import change_organisation
from certification.operations.reissuing import issue_revision, keep_revision
from certification.operations.scope import reduce_scope
from certification.revisions import revision_of
from certification.seal_audit import seal_differences
from certification.tasks import issue_revisions
from certification.verification import Reason, verify_file
from documents.credentials.status_lists import is_set, sign_due_lists
from documents.credentials.verifying import check_document, check_jwt, trusted_keys
from documents.issuing import CREDENTIAL_FILE
from documents.keys.operations import declare_compromised
from documents.models import Document, Dossier, Key, LogEntry, StatusEntry, StatusList
from documents.read import open_document
from documents.sealing import check_seal, pinned_seals
from tests.committee import make_session, recommended

pytestmark = pytest.mark.django_db
REASONS = "Wnioskodawca spełnia wymagania standardu, co potwierdzają karty oceny i rekomendacja."
SCOPE = ["powiat pierwszy", "powiat drugi", "powiat trzeci"]
NOTE = "Ośrodek zakończył działania w powiecie trzecim."


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"


@pytest.fixture
def session():
    session = make_session(members=3)
    recommended(session)
    Application.objects.filter(pk=session.application.pk).update(scope="\n".join(SCOPE))
    session.application.refresh_from_db()
    decision = decide(
        application=session.application, granted=True, reasons=REASONS, by=session.authority
    )
    pages = prepare_certificate(decision)
    session.certificate = issue_certificate(
        decision=decision, content=pages["pl"], content_en=pages["en"]
    )
    return session


def reduced(session, *remaining):
    certificate = Certificate.objects.get()
    reduce_scope(
        certificate=certificate,
        remaining=remaining,
        effective_on=timezone.localdate(),
        public_note=NOTE,
        reason="part_given_up",
        by=session.secretary,
    )
    return Certificate.objects.get()


def files():
    """Give what can be downloaded now: both sealed files, and both forms of the credential."""
    certificate = Certificate.objects.get()
    dossier = Dossier.objects.get(revision=certificate.sealed_revision)
    return [
        open_document(certificate.document),
        open_document(certificate.document_en),
        dossier.credential.encode(),
        dossier.credential_jwt.encode(),
    ]


def answers(some):
    today = timezone.localdate()
    return [(one.is_authentic, one.reasons) for one in (verify_file(f, today=today) for f in some)]


def bits():
    """Give what the signed lists say of each revision: ended, suspended."""
    sign_due_lists()
    signed = {one.pk: json.loads(one.signed) for one in StatusList.objects.all()}
    told = {}
    for entry in StatusEntry.objects.all():
        encoded = signed[entry.list_id]["credentialSubject"]["encodedList"]
        told[entry.revision, entry.purpose] = is_set(encoded, entry.index)
    return {
        revision: (told[revision, "revocation"], told[revision, "suspension"])
        for revision, _purpose in told
    }


def test_the_new_files_tell_the_remaining_scope_and_replace_the_earlier_ones(session):
    before = files()
    reduced(session, *SCOPE[:2])

    assert issue_revisions() == 1
    assert issue_revisions() == 0

    certificate, after = Certificate.objects.get(), files()
    assert (certificate.revision, certificate.sealed_revision) == (2, 2)
    verdicts = [check_seal(content, pinned_seals()) for content in after[:2]]
    assert [verdict.fault for verdict in verdicts] == [None, None]
    carried = {verdict.attachments[CREDENTIAL_FILE] for verdict in verdicts}
    assert carried == {Dossier.objects.get(revision=2).credential.encode()}
    documents = Document.objects.filter(kind="certificate")
    assert [(one.language, one.replaces_id is not None) for one in documents.order_by("pk")] == [
        ("pl", False),
        ("en", False),
        ("pl", True),
        ("en", True),
    ]
    assert answers(after) == [(True, ())] * 4
    assert answers(before) == [(True, (Reason.REPLACED,))] * 4
    told = [(name, one) for name, check in CHECKS.items() for one in check() if one is not None]
    assert told == []


def test_the_credential_keeps_its_name_and_award_and_holds_from_the_reduction(session):
    reduced(session, SCOPE[0])
    issue_revisions()

    first, second = (json.loads(one.credential) for one in Dossier.objects.order_by("revision"))
    same = ("id", "issuer", "awardedDate", "validUntil", "@context", "type")
    assert {name: second[name] for name in same} == {name: first[name] for name in same}
    assert second["validFrom"] > first["validFrom"]
    assert first["credentialSubject"].pop("narrative") == ", ".join(SCOPE)
    assert second["credentialSubject"].pop("narrative") == SCOPE[0]
    assert second["credentialSubject"] == first["credentialSubject"]
    assert second["name"] == f"{first['name']}, wydanie 2"
    for dossier in Dossier.objects.all():
        as_json = check_document(dossier.credential.encode(), keys=trusted_keys())
        as_jwt = check_jwt(dossier.credential_jwt.encode(), keys=trusted_keys())
        assert (as_json.number, as_jwt.number) == (session.certificate.number,) * 2


def test_the_log_tells_of_the_new_credential_and_of_the_one_it_replaces(session):
    reduced(session, SCOPE[0])
    issue_revisions()

    leaves = [json.loads(entry.leaf) for entry in LogEntry.objects.order_by("position").iterator()]
    old, new = Dossier.objects.order_by("revision")
    assert [leaf["kind"] for leaf in leaves[-4:]] == [
        "status",
        "credential",
        "sealed_file",
        "sealed_file",
    ]
    told = leaves[-3]
    assert (told["credential_sha256"], told["replaces_sha256"], told["revision"]) == (
        new.credential_sha256,
        old.credential_sha256,
        2,
    )


def test_what_was_handed_out_has_ended_at_once_and_the_new_follows_the_state(session):
    assert bits() == {1: (False, False)}

    reduced(session, *SCOPE[:2])
    assert bits() == {1: (True, False)}

    words = {"public_note": NOTE, "by": session.secretary, "effective_on": timezone.localdate()}
    suspend(certificate=Certificate.objects.get(), reason="nonconformity", **words)
    issue_revisions()
    assert bits() == {1: (True, False), 2: (False, True)}

    restore(certificate=Certificate.objects.get(), reason="remedied", **words)
    assert bits() == {1: (True, False), 2: (False, False)}

    withdraw(certificate=Certificate.objects.get(), reason="misuse", **words)
    assert bits() == {1: (True, False), 2: (True, False)}


def test_the_audit_finds_a_bit_that_tells_another_state(session):
    reduced(session, SCOPE[0])
    issue_revisions()
    assert [one for one in seal_differences() if one] == []

    StatusEntry.objects.filter(revision=1, purpose="revocation").update(is_set=False)
    StatusEntry.objects.filter(revision=2, purpose="suspension").update(is_set=True)

    record = f"certificate {session.certificate.number}"
    assert list(seal_differences()) == [
        (record, "status list: revocation of revision 1"),
        (record, "status list: suspension of revision 2"),
    ]


def test_until_the_new_files_are_there_the_old_ones_are_known_to_be_replaced(client, session):
    before, number = files(), session.certificate.number
    reduced(session, *SCOPE[:2])

    page = client.get(f"/c/{number}").content.decode()

    assert "Jego pliki właśnie powstają" in page
    assert answers(before) == [(True, (Reason.REPLACED,))] * 4
    assert client.get(f"/c/{number}/credential.json").content == before[2]

    issue_revisions()

    page = client.get(f"/c/{number}").content.decode()
    assert "Jego pliki właśnie powstają" not in page
    assert "pliki wcześniejszych wydań zostały zastąpione" in page
    api = f"/api/v1/certificates/{number}"
    data, held = client.get(api).json(), json.loads(client.get(f"{api}/credential").content)
    assert (data["revision"], data["scope"]) == (2, SCOPE[:2])
    assert held["credentialSubject"]["narrative"] == ", ".join(SCOPE[:2])


def test_page_and_interface_tell_of_a_replaced_file_what_remains(client, session):
    old = files()[2]
    reduced(session, SCOPE[0])
    issue_revisions()

    def brought():
        return {"file": SimpleUploadedFile("a.json", old)}

    page = client.post("/verify/", brought(), headers={"accept-language": "en"}).content.decode()
    data = client.post("/api/v1/verify", brought()).json()

    assert "A newer revision has replaced this file, since the scope was reduced." in page
    assert f"{SCOPE[0]} <span" in page
    assert "Download the newest revision (PDF)" in page
    assert (data["authentic"], data["reasons"]) == (True, ["replaced"])
    assert data["certificate"]["scope"] == [SCOPE[0]]


def test_two_reductions_in_one_day_leave_the_newest_files_alone(session):
    first = prepare_revision(reduced(session, *SCOPE[:2]))
    certificate = reduced(session, SCOPE[0])

    assert keep_revision(certificate=certificate, revision=2, pages=first) is False
    assert issue_revision(pk=certificate.pk) is True
    assert issue_revision(pk=certificate.pk) is False

    newest = json.loads(Dossier.objects.get(revision=3).credential)
    assert newest["credentialSubject"]["narrative"] == SCOPE[0]
    moments = [json.loads(one.credential)["validFrom"] for one in Dossier.objects.all()]
    assert sorted(moments) == [
        json.loads(one.credential)["validFrom"] for one in Dossier.objects.order_by("revision")
    ]
    assert len(set(moments)) == 3
    assert bits() == {1: (True, False), 2: (True, False), 3: (False, False)}


def test_what_ended_meanwhile_gets_no_new_files(session):
    certificate = reduced(session, SCOPE[0])
    withdraw(
        certificate=certificate,
        effective_on=timezone.localdate(),
        public_note=NOTE,
        reason="misuse",
        by=session.secretary,
    )

    assert list(Certificate.objects.awaiting_files()) == []
    assert issue_revisions() == 0


def test_the_page_is_of_the_day_of_issue_but_for_its_scope(session):
    certificate = Certificate.objects.get()
    old = certificate_content(certificate.decision)
    change_organisation(
        organisation=certificate.holder, by=session.authority, name="Nowa nazwa po zmianie"
    )
    certificate = reduced(session, *SCOPE[:2])

    new = certificate_content(certificate.decision, "pl", revision_of(certificate))

    assert new.holder_or_offer == old.holder_or_offer != "Nowa nazwa po zmianie"
    assert (new.holder_line, new.facts, new.lead) == (old.holder_line, old.facts, old.lead)
    assert ", ".join(SCOPE) in old.body
    assert f"{', '.join(SCOPE[:2])}. Wydanie 2: zakres ograniczono od" in new.body
    assert new.digest != old.digest


def test_a_failing_one_keeps_no_other_waiting_and_is_tried_again(session, monkeypatch, caplog):
    certificate = reduced(session, SCOPE[0])
    module = "certification.operations.reissuing.prepare_revision"
    with monkeypatch.context() as broken:
        broken.setattr(module, lambda _certificate: 1 / 0)
        assert issue_revisions() == 0
    assert f"the revision of certificate {certificate.pk} failed" in caplog.text

    assert issue_revisions() == 1


def test_what_was_reduced_before_there_were_revisions_gets_its_files_too(session):
    certificate = reduced(session, SCOPE[0])
    migration = import_module("certification.migrations.0017_reduced_certificates_are_revised")
    issued = certificate.history.latest("history_id").prev_record

    migration.take_back(apps, None)
    before = Certificate.objects.get()
    migration.revise(apps, None)
    after = Certificate.objects.get()

    assert (before.revision, before.revised_from) == (1, None)
    assert before.digest == issued.digest
    assert (after.revision, after.revised_from, after.digest) == (
        certificate.revision,
        certificate.revised_from,
        certificate.digest,
    )
    assert issue_revisions() == 1


def test_the_team_is_told_and_the_case_remembers(session):
    reduced(session, SCOPE[0])
    issue_revisions()

    event = CaseEvent.objects.get(kind="certificate_revised")
    assert event.facts == {"number": session.certificate.number, "revision": 2}
    assert Message.objects.filter(kind="certificate_revised").exists()


def test_kept_bytes_are_known_as_replaced_even_where_the_key_is_lost(session):
    before = files()
    reduced(session, SCOPE[0])
    issue_revisions()
    after = files()
    since = timezone.now() + timedelta(seconds=1)
    for key in Key.objects.filter(purpose__in=("seal", "credential_eddsa")):
        declare_compromised(key=key, by=None, note="stolen", since=since)

    assert answers(before[:3]) == [(True, (Reason.REPLACED,))] * 3
    assert answers(after[:3]) == [(True, ())] * 3
