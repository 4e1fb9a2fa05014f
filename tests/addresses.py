"""Every address of the product, read from the site itself, so that no new one can be forgotten."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

# The consoles of administrators and the accounts of the library have their own guards.
NOT_OURS = ("operator/", "admin/", "accounts/")
OF_AN_ORGANISATION = {
    f"certification:{page}"
    for page in (
        "organisation",
        "organisation_edit",
        "invite",
        "invitation_take_back",
        "invitation_resend",
        "membership_end",
        "offer_new",
    )
}
OF_A_CERTIFICATE = {
    f"certification:{page}"
    for page in (
        "certificate",
        "certificate_pdf",
        "certificate_action",
        "certificate_actions",
        "certificate_confirmation",
        "certificate_credential",
        "certificate_pdf_en",
        "renew",
        "rosette",
        "badge",
        "mark_kit",
        "mark_file",
    )
}
OF_A_CALL = {"certification:rebind", "standards:medians"}
KEYS = {"standards:draft_section": "section-a", "standards:draft_scale": "TN"}
Address = tuple[str, tuple[str, ...]]


def addresses() -> list[Address]:
    """List every address by its name, with the words that stand in it.

    What has no name is another spelling of an address that has one.
    """
    return sorted(
        {(name, tuple(words)) for name, words in _found(get_resolver()) if "/" not in name}
    )


def _found(
    resolver: URLResolver, namespace: str = "", route: str = ""
) -> Iterator[tuple[str, dict[str, Any]]]:
    for entry in resolver.url_patterns:
        path = route + str(entry.pattern)
        if path.startswith(NOT_OURS):
            continue
        if isinstance(entry, URLPattern):
            words = getattr(entry.pattern, "converters", None) or entry.pattern.regex.groupindex
            yield namespace + (entry.name or path), words
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _found(entry, inner, path)


def written(case: Any, name: str, words: tuple[str, ...]) -> str:
    """Write one address about the records of ``case``; an unknown word stops the test."""
    given = _values(case, name) | getattr(case, "named", {}).get(name, {})
    return reverse(name, kwargs={word: given[word] for word in words if given[word] is not None})


def _values(case: Any, name: str) -> dict[str, Any]:
    """Give what stands in an address: the code or number of a record that really exists."""
    application = case.application
    if name in OF_A_CERTIFICATE:
        certificate = case.certificate
        return {
            "number": certificate.number,
            "digest": certificate.digest,
            "act": "suspend",
            "look": "colour",
            "width": "600",
            "kind": "png",
            "form": "json",
        }
    if name.startswith("certification:offer_") and name not in OF_AN_ORGANISATION:
        return {"pk": case.photo.entry.offer_id, "photo_pk": case.photo.pk, "act": "hide"}
    record = {
        "certification:attachment": case.attachment,
        "certification:case_evidence": case.evidence,
        "certification:evidence": case.evidence,
        "certification:message": case.message,
        "certification:preview_standard": case.draft,
        "workflows:release_expert": case.expert,
    }.get(name)
    if record is None:
        record = case.draft if name.startswith("standards:") else case.meeting
        record = application.applicant if name in OF_AN_ORGANISATION else record
    return {
        "number": 1 if name.startswith("standards:") else application.number,
        "comment": 1,
        "act": "open",
        "pk": record.pk,
        "code": application.edition.code if name in OF_A_CALL else "A",
        "key": KEYS.get(name, "a01"),
        "field": "value",
        "section": "section-a",
        "kind": "decision" if name == "certification:letter" else "criterion",
        "side": "applicant",
        "item": case.item.pk,
        "seat": case.seats[-1].pk,
        "membership_pk": case.membership.pk,
        "invitation_pk": case.invitation.pk,
        "scheme": application.edition.scheme.code,
        "version": application.version.version,
        "version_pk": application.version_id,
        "a": application.version.version,
        "b": application.version.version,
    }


# Records of a case that are written to and have no page of their own.
ONLY_POSTED_TO = frozenset(
    {
        "certification:answer_field",
        "certification:evidence_upload",
        "certification:interpretation_applied",
        "certification:move_call",
        "certification:invitation_resend",
        "certification:offer_photo_add",
        "certification:offer_photo_remove",
        "certification:offer_switch",
    }
)
