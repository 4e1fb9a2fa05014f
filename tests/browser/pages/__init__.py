"""Every page of the product: who opens it, and on what.

A new page is one line in a table of this folder; an address that answers no page is one line in
``NO_PAGES`` with the reason. An address in neither fails the tests. ``{words}`` are places of
``world.py``.
"""

from tests.browser.pages.accounts import ACCOUNTS, LEARNING
from tests.browser.pages.cases import APPLICANT, COMMITTEE, RECONSIDERATION, STAFF
from tests.browser.pages.public import CATALOGUE, PUBLIC
from tests.browser.pages.standards import CARRYING, CONSULTATIONS, EDITOR, MOVING, RULINGS
from tests.browser.pages.visit import Visit

__all__ = ("NOT_OURS", "NO_PAGES", "PAGES", "Visit")

PAGES = [
    *PUBLIC,
    *ACCOUNTS,
    *LEARNING,
    *APPLICANT,
    *STAFF,
    *COMMITTEE,
    *RECONSIDERATION,
    *EDITOR,
    *CATALOGUE,
    *CONSULTATIONS,
    *CARRYING,
    *RULINGS,
    *MOVING,
]
NO_PAGES = {
    "certification:home": "the start page by its old name, at the same address",
    "certification:C/<str:number>": "the address in capitals inside QR codes",
    "certification:answer_field": "keeps one field and answers a fragment",
    "certification:evidence_upload": "takes files and answers a fragment or leads back",
    "certification:score_field": "keeps one field and answers a fragment",
    "certification:attachment": "hands out a file",
    "certification:evidence": "hands out a file",
    "certification:case_evidence": "hands out a file",
    "certification:transition_csv": "hands out a file",
    "certification:interpretation_applied": "takes a mark and leads back",
    "certification:receipt_pdf": "hands out a file",
    "certification:minutes_pdf": "hands out a file",
    "certification:letter": "hands out a file",
    "certification:certificate_pdf": "hands out a file",
    "certification:certificate_pdf_en": "hands out a file",
    "certification:certificate_confirmation": "hands out a file",
    "certification:log_proof": "hands out a file",
    "documents:log_checkpoint": "a signed note for programs",
    "documents:log_keys": "hands out data",
    "documents:log_tile": "hands out data",
    "documents:log_entries": "hands out data",
    "certification:certificate_credential": "hands out a file",
    "documents:did": "hands out data",
    "documents:jwks": "hands out data",
    "documents:status_list": "hands out data",
    "certification:rosette": "an image",
    "certification:feed": "hands out a feed for readers",
    "api:openapi": "hands out data",
    "api:registry_csv": "hands out a file",
    "api:certificate_list": "hands out data",
    "api:credential": "hands out data",
    "api:check": "answers a list of numbers with data",
    "api:certificate": "hands out data",
    "api:verify": "takes a file and answers data",
    "api:certificate_proof": "hands out data",
    "api:certificate_pdf": "hands out a file",
    "api:schemes": "hands out data",
    "api:standard": "hands out data",
    "api:difference": "hands out data",
    "certification:history_csv": "hands out a file",
    "certification:offline": "hands out a file",
    "certification:catalogue_csv": "hands out a file",
    "certification:catalogue_jsonld": "hands out data",
    "certification:catalogue_offer_jsonld": "hands out data",
    "certification:catalogue_photo": "an image",
    "certification:offer_photo": "an image",
    "certification:offer_photo_add": "takes a photo and leads back",
    "certification:offer_photo_remove": "takes a button of the page of the offer",
    "certification:offer_switch": "takes a button of the page of the offer",
    "certification:move_call": "takes a choice of the page of the draft and leads back",
    "certification:mark_sample": "an image",
    "certification:mark_file": "hands out a file",
    "certification:badge": "an image",
    "standards:draft_check": "answers a fragment of the page of a draft",
    "standards:package": "hands out a file",
    "standards:difference": "hands out data",
    "standards:consultation_csv": "hands out a file",
    "certification:consultation_pdf": "hands out a file",
    "standards:oscal": "hands out a file",
    "standards:workbook": "hands out a file",
    "certification:standard_pdf": "hands out a file",
    "certification:invitation_resend": "takes a button of the page of the organisation",
    "account_confirm_login_code": "log-in by code is switched off",
    "mfa_reauthenticate_webauthn": "asks a device for its key before it shows anything",
    "mfa_authenticate": "comes between password and page",
    "mfa_download_recovery_codes": "hands out a file",
    "mfa_login_webauthn": "answers the browser's request for a passkey",
    "language": "leads back",
    "session": "answers nothing but a state",
    "source": "hands out a file",
    "healthz": "for monitoring",
    "readyz": "for monitoring",
}
# Consoles of the libraries, with their own templates, for administrators only.
NOT_OURS = ("operator/", "admin/")
