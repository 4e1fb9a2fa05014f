"""What people do with their own accounts."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

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
