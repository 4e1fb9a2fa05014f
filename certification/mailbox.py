"""Questions about the messages of one person."""

from django.db.models import QuerySet

from certification.models import Message, User

MESSAGES_A_PAGE = 20


def newest_messages(person: User) -> QuerySet[Message]:
    """List the messages of a person, newest first."""
    return Message.objects.filter(recipient=person).order_by("-pk")


def unread_count(person: User) -> int:
    """Count the messages that the person has not opened."""
    return Message.objects.filter(recipient=person, read_at__isnull=True).count()


def page_of_messages(person: User, *, before: int | None) -> tuple[list[Message], int | None]:
    """Give one page of messages, and where the next one begins."""
    messages = newest_messages(person).select_related("application")
    if before is not None:
        messages = messages.filter(pk__lt=before)
    rows = list(messages[: MESSAGES_A_PAGE + 1])
    if len(rows) <= MESSAGES_A_PAGE:
        return rows, None
    return rows[:MESSAGES_A_PAGE], rows[MESSAGES_A_PAGE - 1].pk
