"""Rules of accounts that can be broken."""

from django.utils.translation import gettext_lazy as _

from certification.errors.applicant import FieldRefused


class AddressTaken(FieldRefused):
    """One address is one account, so that a letter reaches one person."""

    field = "email"
    sentence = _("Another account has confirmed this address. Give a different one.")
    code = "address_taken"


class OwnAddress(FieldRefused):
    """Whoever mistypes their own address would lock themselves out, so it is confirmed first."""

    field = "email"
    sentence = _(
        "Change your own address under “Account”: it takes the place of the old one once you have "
        "confirmed it."
    )
    code = "own_address"
