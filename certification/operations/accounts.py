"""What people do with their own accounts, and administrators with those of others."""

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction

from certification.errors.accounts import AddressTaken, OwnAddress
from certification.history import save
from certification.models import User


@transaction.atomic
def describe_oneself(*, person: User, name: str, language: str, by: User) -> User:
    """Change the name and the language of letters; nobody does it for somebody else."""
    if person.pk != by.pk:
        raise PermissionDenied
    person = User.objects.select_for_update().get(pk=person.pk)
    person.name = name
    person.language = language
    save(person, by=by, reason="describe_oneself")
    return person


def require_address(*, person: User, address: str, by: User | None) -> None:
    """Refuse a new address that is somebody else's, or one's own without a letter to it."""
    before = User.objects.filter(pk=person.pk).values_list("email", flat=True).first()
    if address == before:
        return
    if by is not None and person.pk == by.pk:
        raise OwnAddress
    if EmailAddress.objects.filter(email=address, verified=True).exclude(user=person.pk).exists():
        raise AddressTaken


@transaction.atomic
def keep_account(*, person: User, is_confirmed: bool, reason: str, by: User) -> str:
    """Keep what an administrator wrote about a person; give the address that was replaced, if any.

    A new address counts as confirmed only where the administrator says so. The old one, and every
    link that was sent before, is worth nothing from now on: an address that is no longer the
    person's must open nothing.
    """
    before = User.objects.select_for_update().filter(pk=person.pk).values_list("email", flat=True)
    replaced = next((address for address in before if address != person.email), "")
    require_address(person=person, address=person.email, by=by)
    save(person, by=by, reason=reason)
    own = EmailAddress.objects.filter(user=person)
    if replaced or not own.filter(email=person.email).exists():
        # A new row and not the old one: links to confirm an address name its row.
        own.delete()
        EmailAddress.objects.create(
            user=person, email=person.email, primary=True, verified=is_confirmed
        )
    elif is_confirmed:
        own.exclude(email=person.email).delete()
        own.filter(email=person.email).update(verified=True, primary=True)
    EmailAddress.objects.filter(email=person.email, verified=False).exclude(user=person).delete()
    return replaced
