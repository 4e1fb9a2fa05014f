"""Rules of the catalogue of certified products and services that can be broken."""

from django.utils.translation import gettext_lazy as _

from certification.errors.applicant import FieldRefused
from standards.errors import RuleViolation


class PriceMissing(FieldRefused):
    """Buyers learn the price, or that it is given on request."""

    field = "price"
    sentence = _("Give the price in zlotys, or choose that it is given on request.")
    code = "price_missing"


class PriceNotAsked(FieldRefused):
    """A price given on request has no amount."""

    field = "price"
    sentence = _("Remove the amount: the price is given on request.")
    code = "price_not_asked"


class ContactMissing(FieldRefused):
    """A buyer who cannot reach the producer cannot buy."""

    field = "contact_email"
    sentence = _("Give an e-mail address or a telephone number for orders.")
    code = "contact_missing"


class EntryIncomplete(RuleViolation):
    """An offer is shown only once it is described."""

    sentence = _("Describe the offer first: fill in the form and save it.")
    code = "entry_incomplete"


class TooManyPhotos(RuleViolation):
    """A page with many photos is slow on a phone."""

    sentence = _("There can be %(most)s photos at most. Remove one first.")
    code = "too_many_photos"


class AlternativeMissing(FieldRefused):
    """Whoever does not see a photo reads what it shows (WCAG 2.2, 1.1.1)."""

    field = "alternative"
    sentence = _("Write in one sentence what the photo shows.")
    code = "alternative_missing"


class NotAPhoto(FieldRefused):
    """Only pictures can be shown."""

    field = "photo"
    sentence = _("“%(name)s” is not a photo. Add a JPG, PNG or HEIC file.")
    code = "not_a_photo"


class PhotoGone(RuleViolation):
    """The photo was removed already, perhaps in another tab."""

    sentence = _("This photo was removed already.")
    code = "photo_gone"


class MarkNotInForce(RuleViolation):
    """Only a certificate in force gives the right to the mark (ISO/IEC 17065, 4.1.3, 7.11.3)."""

    sentence = _("The certificate %(number)s is “%(state)s” today, so its mark cannot be used.")
    code = "mark_not_in_force"
