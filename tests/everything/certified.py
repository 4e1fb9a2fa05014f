"""A certificate issued with every proof, what was reported and watched, and a mark in use."""

from itertools import count as counter

from certification.issuing import prepare_certificate
from certification.models import MisuseReport, Watch
from certification.operations.certificates import issue_certificate, restore, suspend
from certification.operations.decisions import decide
from certification.operations.meetings import close_meeting
from certification.operations.reports import report_misuse
from certification.operations.watching import ask_to_watch
from documents.log.publishing import publish_checkpoint
from documents.log.reading import tree_size
from documents.models import StatusEntry
from documents.tasks import sign_status_lists
from tests.committee import REASONS, recommended
from tests.everything.sessions import session_of
from tests.factories.catalogue import CataloguePhotoFactory, listed
from tests.factories.certification import OfferFactory
from tests.workflows.steps import wait_at

NUMBERS = counter(1000)
OF_ITS_CASE = ("decision", "letter", "receipt", "receipt_pdf", "formal_outcome", "history_csv")


def add_certified(case, count):
    """Issue one certificate by the real operations and change its state ``count`` times."""
    session = session_of(case, count)
    recommended(session)
    session.application.refresh_from_db()
    decision = decide(
        application=session.application, granted=True, reasons=REASONS, by=case.authority
    )
    pages = prepare_certificate(decision)
    certificate = issue_certificate(decision=decision, content=pages["pl"], content_en=pages["en"])
    for _number in range(count):
        _suspended_and_restored(certificate, case.secretary)
    close_meeting(meeting=session.meeting, by=case.chair)
    wait_at(session.application, "issue_again")
    sign_status_lists()
    publish_checkpoint()
    case.certificate = certificate
    for page in OF_ITS_CASE:
        case.named[f"certification:{page}"] = {"number": session.application.number}
    case.named["workflows:issue_again"] = {"number": session.application.number}
    case.named["certification:minutes_pdf"] = {"pk": session.meeting.pk}
    case.named["certification:certificate_credential"] = {
        "number": certificate.number,
        "form": "json",
    }
    place = StatusEntry.objects.latest("pk")
    case.named["documents:status_list"] = {
        "purpose": place.list.purpose,
        "number": place.list.number,
    }
    for page in ("certificate", "certificate_pdf", "certificate_proof", "credential"):
        case.named[f"api:{page}"] = {"number": certificate.number}
    for page in ("log_entry", "log_proof"):
        case.named[f"certification:{page}"] = {"position": 0}
    tile = {"level": "0", "index": "000", "width": str(tree_size())}
    case.named["documents:log_tile"] = case.named["documents:log_entries"] = tile
    _reports_and_watches(case, certificate, count)


def _suspended_and_restored(certificate, person):
    facts = {"certificate": certificate, "effective_on": certificate.issued_on, "by": person}
    note = "Nie usunięto uchybień wskazanych w czasie nadzoru."
    suspend(reason="nonconformity", public_note=note, **facts)
    restore(reason="remedied", public_note="Uchybienia usunięto.", **facts)
    certificate.refresh_from_db()


def _reports_and_watches(case, certificate, count):
    for number in range(count):
        report_misuse(
            number=certificate.number,
            kind="other",
            description="Znak stoi na innym wyrobie.",
            place="sklep",
            email="",
            language="pl",
        )
        ask_to_watch(
            email=f"ktos{number}@example.org",
            language="pl",
            filters={},
            certificate=certificate,
        )
    report, watch = MisuseReport.objects.latest("pk"), Watch.objects.latest("pk")
    case.named["certification:misuse_report"] = {"number": report.number}
    case.named["certification:report_receipt"] = {"token": report.token}
    for page in ("watch_confirm", "watch_end"):
        case.named[f"certification:{page}"] = {"token": watch.token}


def add_marked(case, count):
    """Put offers with a certificate into the catalogue, the last one with photos and a mark."""
    holder = case.application.applicant
    for _number in range(count):
        number = f"ZNAK-2026-{next(NUMBERS)}"
        entry = listed(number, offer=OfferFactory(organisation=holder))
    for _number in range(count):
        photo = CataloguePhotoFactory(entry=entry)
    scheme = entry.offer.certificates.get().scheme
    scheme.kind = "product_mark"
    scheme.save()
    for page in ("catalogue_offer", "catalogue_offer_jsonld"):
        case.named[f"certification:{page}"] = {"pk": entry.pk}
    case.named["certification:catalogue_photo"] = {"pk": photo.pk, "size": "large"}
    case.named["certification:mark_kit"] = {"number": number}
    case.named["certification:mark_file"] = {
        "number": number,
        "look": "colour",
        "width": None,
        "kind": "svg",
    }
    case.named["certification:mark_sample"] = {"look": "colour"}
