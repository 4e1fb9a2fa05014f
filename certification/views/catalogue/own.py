"""Describing an offer for buyers: the pages of those who edit for its holder."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.catalogue import standing_of
from certification.errors import RuleViolation
from certification.forms.catalogue import DescriptionForm, PhotoForm
from certification.labels import CERTIFICATE
from certification.models import CatalogueEntry, CataloguePhoto, Offer
from certification.operations.catalogue import (
    MOST_PHOTOS,
    add_photo,
    describe_offer,
    hide_offer,
    remove_photo,
    show_offer,
)
from certification.views.organisations.access import organisation_to_change, show_refusal
from certification.views.person import person_of
from documents.intake import inspect_upload
from documents.serving import serve


def _open(request: HttpRequest, pk: int) -> Offer:
    """Open an offer of one's own to change it; any other does not exist."""
    offer = get_object_or_404(Offer.objects.select_related("organisation"), pk=pk)
    organisation_to_change(request, offer.organisation_id)
    return offer


def _entry_of(offer: Offer) -> CatalogueEntry:
    return get_object_or_404(CatalogueEntry, offer=offer)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Write or correct what buyers are told."""
    offer = _open(request, pk)
    entry = CatalogueEntry.objects.filter(offer=offer).first()
    holder = offer.organisation
    form = DescriptionForm(
        request.POST or None,
        initial=DescriptionForm.initial_of(
            entry,
            description=offer.description,
            area=[holder.voivodeship],
            contact_email=holder.email,
            contact_phone=holder.phone,
            website=holder.website,
        ),
    )
    if form.is_valid():
        try:
            describe_offer(offer=offer, by=person_of(request), **form.cleaned_data)
        except RuleViolation as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The description is saved."))
            return redirect("certification:offer_describe", pk=offer.pk)
    return _page(request, offer, entry, form, PhotoForm())


@require_POST
@login_required
def photo_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a photo to the description."""
    offer = _open(request, pk)
    entry = _entry_of(offer)
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["photo"]
        try:
            accepted = inspect_upload(file.name or "", file, file.size or 0)
            add_photo(
                entry=entry,
                accepted=accepted,
                alternative=form.cleaned_data["alternative"],
                by=person_of(request),
            )
        except RuleViolation as refused:
            form.add_error(getattr(refused, "field", "") or "photo", refused)
        else:
            said = _("The photo is added.")
            if accepted.was_heic:
                said = _("The photo is added and kept as JPG.")
            messages.success(request, said)
            return redirect("certification:offer_describe", pk=offer.pk)
    description = DescriptionForm(initial=DescriptionForm.initial_of(entry))
    return _page(request, offer, entry, description, form)


@require_POST
@login_required
def photo_remove(request: HttpRequest, pk: int, photo_pk: int) -> HttpResponse:
    """Take a photo out of the catalogue."""
    offer = _open(request, pk)
    photo = get_object_or_404(
        CataloguePhoto.objects.select_related("entry"), entry__offer=offer, pk=photo_pk
    )
    try:
        remove_photo(photo=photo, by=person_of(request))
    except RuleViolation as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("The photo is removed."))
    return redirect("certification:offer_describe", pk=offer.pk)


@require_safe
@login_required
def own_photo(request: HttpRequest, pk: int, photo_pk: int) -> HttpResponse:
    """Show a photo to those who describe the offer, whether buyers see it or not."""
    offer = _open(request, pk)
    photo = get_object_or_404(
        CataloguePhoto.objects.standing().select_related("thumbnail"),
        entry__offer=offer,
        pk=photo_pk,
    )
    return serve(photo.thumbnail, to_view=True)


@require_POST
@login_required
def switch(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Show the offer to buyers, or hide it."""
    offer = _open(request, pk)
    entry = _entry_of(offer)
    try:
        if act == "show":
            show_offer(entry=entry, by=person_of(request))
            messages.success(request, _("The offer is shown as long as its certificate is valid."))
        else:
            hide_offer(entry=entry, by=person_of(request))
            messages.success(request, _("The offer is hidden. The description stays here."))
    except RuleViolation as refused:
        messages.error(request, refused.messages[0])
    return redirect("certification:offer_describe", pk=offer.pk)


def _page(
    request: HttpRequest,
    offer: Offer,
    entry: CatalogueEntry | None,
    form: DescriptionForm,
    photo_form: PhotoForm,
) -> HttpResponse:
    standing = standing_of(offer, timezone.localdate())
    context: dict[str, Any] = {
        "offer": offer,
        "holder": offer.organisation,
        "entry": entry,
        "form": form,
        "photo_form": photo_form,
        "photos": entry.photos.standing() if entry else [],
        "most": MOST_PHOTOS,
        "certificate": standing.certificate,
        "label": CERTIFICATE[standing.word] if standing.word else None,
        "is_in_force": standing.is_in_force,
    }
    return render(request, "certification/catalogue/describe.html", context)
