"""The same question sent twice, even at the same moment, is one question and one message."""

import threading
import time

import pytest
from django.db import OperationalError, connection

from certification.models import Message, PostRole
from certification.operations.interpretations import ask
from standards.errors import QuestionOpenAlready
from standards.models import Criterion, CriterionQuestion
from tests.factories.certification import PostFactory, UserFactory
from tests.factories.standards import EditionFactory, SchemeFactory, make_standard

TEXT = "Czy umowa ustna wystarczy?"


def a_criterion():
    scheme = SchemeFactory()
    edition = EditionFactory(scheme=scheme, version=make_standard(4, 2, scheme=scheme))
    PostFactory(operator=edition.operator, role=PostRole.STANDARDS)
    return Criterion.objects.select_related("version__scheme").get(
        version=edition.version, key="a02"
    )


@pytest.mark.django_db
def test_the_second_sending_gives_the_first_question():
    criterion, person = a_criterion(), UserFactory()

    first = ask(criterion=criterion, text=TEXT, by=person)
    second = ask(criterion=criterion, text=f" {TEXT}\n", by=person)
    with pytest.raises(QuestionOpenAlready):
        ask(criterion=criterion, text="A umowa skanowana?", by=person)

    assert first == second
    assert Message.objects.filter(kind="criterion_question").count() == 1


@pytest.mark.django_db(transaction=True)
def test_both_of_two_sendings_at_once_give_one_question():
    criterion, person = a_criterion(), UserFactory()
    start, asked = threading.Barrier(2), []

    def send():
        start.wait()
        for _attempt in range(200):
            try:
                asked.append(ask(criterion=criterion, text=TEXT, by=person).pk)
            except OperationalError:
                time.sleep(0.01)  # SQLite in memory answers "locked" at once
                continue
            break
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    question = CriterionQuestion.objects.get()
    assert asked == [question.pk, question.pk]
    assert Message.objects.filter(kind="criterion_question").count() == 1
