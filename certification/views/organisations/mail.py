"""Messages: the list and one message; opening it is reading it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from certification.mailbox import newest_messages, page_of_messages, unread_count
from certification.operations.messages import open_message
from certification.views.organisations.paging import place_in
from certification.views.person import person_of


@require_safe
@login_required
def message_list(request: HttpRequest) -> HttpResponse:
    """List one's own messages, newest first."""
    person = person_of(request)
    before = place_in(request, "before")
    rows, following = page_of_messages(person, before=before)
    context = {
        "rows": rows,
        "next_page": following,
        "is_first_page": before is None,
        "unread": unread_count(person),
    }
    return render(request, "certification/organisations/messages.html", context)


@require_safe
@login_required
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message of one's own and note that it was read."""
    person = person_of(request)
    found = get_object_or_404(newest_messages(person).select_related("application"), pk=pk)
    if found.read_at is None and request.method == "GET":
        found = open_message(message=found, by=person)
    return render(request, "certification/organisations/message.html", {"letter": found})
