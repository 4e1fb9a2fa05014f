"""What each step of a flow is called on screen; a step without words fails the tests."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEPS: Mapping[str, str | Promise] = {
    "formal_check": _("Check the application formally"),
    "complete": _("Complete the gaps"),
    "assign_experts": _("Assign experts"),
    "declare": _("Declare impartiality"),
    "consider_waiver": _("Consider a known link"),
    "score": _("Fill in and send the score card"),
    "recommend": _("Put to the vote and recommend"),
    "decide": _("Decide"),
    "issue_again": _("Issue the certificate again"),
}
