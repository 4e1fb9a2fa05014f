"""Takes one mark from draft to the decision in a process of its own; the worker does the rest.

The word on its line is the number of the case, so that several can be played one after another.
"""

import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402

from certification.models import User  # noqa: E402
from workflows.demo.cast import PEOPLE  # noqa: E402
from workflows.demo.play import Play  # noqa: E402
from workflows.demo.stage import CURRENT, current  # noqa: E402

people = {person.login: User.objects.get(email=person.email) for person in PEOPLE}
editions = {scheme: (current(code), current(code)) for scheme, code in CURRENT.items()}
play = Play(editions=editions, people=people, today=timezone.localdate())
which = int(sys.argv[1])
case = play.offer(which).fill().submit().evaluated("ekspert1")
story = case.on_agenda(f"P{which + 1}", play.meeting_day(1))
print(story.voted().decision().application.number)
