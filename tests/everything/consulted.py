"""A draft that the public is asked about, rulings on criteria, holders who move to a version."""

from datetime import timedelta

from django.utils import timezone

from certification.operations.interpretations import ask
from standards.consultations.links import confirming, forgetting
from standards.models import Criterion
from standards.operations.drafting import begin_draft
from tests.factories.certification import (
    CertificateFactory,
    CommitteeFactory,
    MeetingFactory,
    MembershipFactory,
    UserFactory,
)
from tests.factories.consultations import comment_on, many_comments, open_round, public_comment
from tests.factories.interpretations import draft_of, published, reword, successor
from tests.factories.standards import EditionFactory


def add_consulted(case, count):
    """Open a round on a draft, with comments from inside and outside."""
    edition = case.application.edition
    draft = begin_draft(
        predecessor=edition.version,
        change_class="major",
        by=case.people["keeper"],
        version="2098.1",
    )
    round_ = open_round(draft, by=case.people["keeper"])
    many_comments(round_, count)
    for number in range(count):
        waiting = comment_on(round_, email=f"ktos{number}@example.org")
    comment = public_comment(round_)
    comment.email = "inny@example.org"
    comment.save()
    place = {"scheme": edition.scheme.code, "version": draft.version, "number": round_.round}
    for page in ("", "_comment", "_comments", "_csv", "_difference", "_sent"):
        case.named[f"standards:consultation{page}"] = place
    case.named["certification:consultation_pdf"] = place
    case.named["standards:consultation_confirm"] = {"token": confirming(waiting)}
    case.named["standards:consultation_forget"] = {"token": forgetting(comment)}
    inside = {"pk": draft.pk, "number": round_.round}
    for page in ("answer", "comments", "consultation"):
        case.named[f"standards:draft_{page}"] = inside
    case.named["standards:draft_comment"] = inside | {"comment": comment.pk}
    case.asked["standards:draft_answer"] = f"?comment={comment.pk}"
    case.named["standards:draft_consultation_act"] = inside | {"act": "extend"}


def add_rulings_and_moving_holders(case, count):
    """Publish rulings and then a later version, to which every holder has to move."""
    operator = case.application.edition.operator
    edition = EditionFactory(operator=operator)
    committee = CommitteeFactory(operator=operator, scheme=edition.scheme)
    criterion = Criterion.objects.filter(version=edition.version).first()
    for number in range(count):
        ruling = published(edition.version)
        draft = draft_of(edition.version)
        holder = CertificateFactory(
            decision__recommendation__item__application__edition=edition,
            decision__recommendation__item__meeting=MeetingFactory(
                committee=committee, number=f"{number + 1}/2026"
            ),
        )
        question = ask(criterion=criterion, text="Czy umowa ustna?", by=UserFactory())
    MembershipFactory(organisation=holder.holder, person=case.signer)
    later = successor(
        edition.version,
        "2027.1",
        edit=reword("a02"),
        transition_until=timezone.localdate() + timedelta(days=100),
    )
    scheme = {"scheme": edition.scheme.code}
    move = {**scheme, "version": later.version, "number": holder.number}
    for page in ("transition", "transition_csv", "transition_holder", "my_transition"):
        case.named[f"certification:{page}"] = move
    case.named["certification:interpretations"] = scheme
    case.named["certification:interpretation"] = {
        **scheme,
        "year": ruling.year,
        "sequence": ruling.sequence,
    }
    case.asked["certification:interpretation_new"] = f"?version={later.pk}&criterion=a02"
    case.named["certification:criterion_question"] = {"pk": question.pk}
    for page in ("interpretation_draft", "interpretation_edit"):
        case.named[f"certification:{page}"] = {"pk": draft.pk}
    case.named["certification:interpretation_end"] = {"pk": ruling.pk}
    case.named["certification:interpretation_confirm"] = {"pk": ruling.pk, "version_pk": later.pk}
    for page in ("compare", "difference"):
        words = {**scheme, "a": edition.version.version, "b": later.version}
        case.named[f"standards:{page}"] = words
    case.named["api:difference"] = case.named["standards:difference"]
