"""Random versions, answers and moves, there and back: every answer ever given can be read."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certification.carrying import origins_of, versions_offered
from certification.models import Answer, Assessment, Evidence
from certification.operations.answers import save_answers
from certification.operations.confirming import confirm_answers
from certification.operations.moving import move_to_version
from standards.differences.reading import difference_between
from standards.models import Criterion
from tests.factories.carrying import bind, next_version
from tests.factories.certification import EvidenceFactory, make_case
from tests.factories.standards import EditionFactory, SchemeFactory, make_standard

pytestmark = pytest.mark.django_db
NOTHING = (None, False, "")
CHANGES = (
    {"text_pl": "Inne słowa.", "text_en": "Other words."},
    {"text_en": "CRITERION, IS MET"},
    {"weight": 40},
    {"weight": 1},
    {"not_applicable_allowed": True},
    {"gate": "minimum", "gate_value": 1},
    {"applies_when": {"equals": ["is_partnership", False]}},
)
picks = st.integers(0, 50)
steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("answer"), picks, st.sampled_from([0, 1, "na"]), st.text("abc ", max_size=5)
        ),
        st.tuples(st.just("show"), picks),
        st.tuples(st.just("confirm"), picks),
        st.tuples(
            st.just("publish"),
            st.lists(
                st.tuples(
                    st.sampled_from(["change", "scale", "split", "merge", "drop", "add"]),
                    picks,
                    picks,
                ),
                max_size=3,
            ),
        ),
        st.tuples(st.just("move"), picks),
        st.tuples(st.just("move"), picks),
    ),
    min_size=6,
    max_size=10,
)


class Tale:
    """One draft through versions; remembers everything that anybody ever said in it."""

    def __init__(self):
        scheme = SchemeFactory()
        version = make_standard(criteria=5, sections=2, scheme=scheme)
        self.case = make_case(edition=EditionFactory(scheme=scheme, version=version))
        self.edition = self.case.application.edition
        self.newest = version
        self.numbers = iter(range(2, 100))
        self.said = {(version.pk, key, value) for key, value in self.now().items()}
        self.shown = set()

    @property
    def own(self):
        return Assessment.objects.get(application=self.case.application, kind="self")

    def now(self, assessment=None):
        """Give what a checklist says, by key."""
        return {
            one.criterion.key: what(one)
            for one in Answer.objects.filter(assessment=assessment or self.own).select_related(
                "criterion"
            )
        }

    def criteria(self):
        version = self.case.application.version_id
        return list(Criterion.objects.filter(version=version).order_by("position"))

    def answer(self, pick, value, words):
        one = pick_of(self.criteria(), pick)
        if value == "na" and not one.not_applicable_allowed:
            value = None
        entry = {"criterion": one, "justification": words}
        entry |= {"not_applicable": True} if value == "na" else {"value": value}
        save_answers(assessment=self.own, answers=[entry], by=self.case.editor)
        self.said.add(
            (
                one.version_id,
                one.key,
                (value if value != "na" else None, value == "na", words.strip()),
            )
        )

    def show(self, pick):
        one = pick_of(self.criteria(), pick)
        piece = EvidenceFactory(application=self.case.application, criterion=one)
        self.shown.add((one.version_id, one.key, piece.document_id))

    def confirm(self, pick):
        waiting = list(self.own.answers.filter(to_confirm=True).select_related("criterion"))
        if waiting:
            one = pick_of(waiting, pick).criterion
            confirm_answers(assessment=self.own, criteria=[one], by=self.case.editor)

    def publish(self, edits):
        keys = list(
            Criterion.objects.filter(version=self.newest)
            .order_by("position")
            .values_list("key", flat=True)
        )
        number = next(self.numbers)
        wanted = {
            "changed": {},
            "scales": {},
            "split": {},
            "merged": {},
            "dropped": [],
            "added": [],
        }
        free = keys[1:]
        for n, (what_to_do, pick, other) in enumerate(edits):
            if what_to_do == "add" or len(free) < 2:
                wanted["added"].append(f"n{number}x{n}")
                continue
            key = free.pop(pick % len(free))
            fresh = f"f{number}x{n}"
            if what_to_do == "change":
                wanted["changed"][key] = CHANGES[other % len(CHANGES)]
            elif what_to_do == "scale":
                wanted["scales"][key] = "TN"
            elif what_to_do == "split":
                wanted["split"][key] = (f"{fresh}a", f"{fresh}b")
            elif what_to_do == "merge":
                both = {key, free.pop(other % len(free))}
                wanted["merged"][fresh] = tuple(one for one in keys if one in both)
            else:
                wanted["dropped"].append(key)
        self.newest = next_version(self.newest, f"2026.{number}", **wanted)
        bind(self.edition, self.newest)

    def move(self, pick):
        self.case.application.refresh_from_db()
        offered = versions_offered(self.case.application)
        if not offered:
            return
        target, source = pick_of(offered, pick), self.own
        aside = Assessment.objects.filter(
            application=self.case.application, kind="earlier", version=target
        ).first()
        held = self.now(aside) if aside else {}
        before, old = self.now(), self.case.application.version
        self.case.application = move_to_version(
            application=self.case.application, version=target, by=self.case.editor
        )
        self.check_move(before, held, origins_of(difference_between(old, target)), source)

    def check_move(self, before, held, origins, source):
        """Unchanged answers are equal, none is made up, what changed waits, the rest is whole."""
        after = self.now()
        waiting = set(
            self.own.answers.filter(to_confirm=True).values_list("criterion__key", flat=True)
        )
        assert self.now(source) == before
        assert held.keys() <= after.keys()
        for key, origin in origins.items():
            sources = [before[one] for one in origin.sources if before.get(one, NOTHING) != NOTHING]
            if origin.stays and sources:
                assert after[key] == sources[0]
            if key in after and after[key] not in (held.get(key), NOTHING):
                told = {part for one in sources for part in parts_of(one)}
                assert parts_of(after[key]) <= told
                assert origin.stays or key in waiting

    def check_nothing_is_lost(self):
        """Whatever was said or shown, for whichever version, is in the case and can be read."""
        rows = Answer.history.filter(assessment__application=self.case.application)
        readable = {
            (one.criterion.version_id, one.criterion.key, what(one))
            for one in rows.select_related("criterion")
        }
        assert {one for one in self.said if one[2] != NOTHING} <= readable
        pieces = Evidence.objects.filter(application=self.case.application)
        assert self.shown <= {
            (one.criterion.version_id, one.criterion.key, one.document_id)
            for one in pieces.select_related("criterion")
        }
        standing = pieces.standing().of_case(self.case.application)
        pairs = list(standing.values_list("criterion", "document"))
        assert len(pairs) == len(set(pairs))


def what(answer):
    return (answer.value, answer.not_applicable, answer.justification)


def parts_of(said) -> set:
    """Split an answer into the parts that could have been made up."""
    value, not_applicable, words = said
    return (
        {("level", value)} - {("level", None)}
        | {("na", not_applicable)} - {("na", False)}
        | ({("words", words)} if words else set())
    )


def pick_of(things, pick):
    return things[pick % len(things)]


def calls(path) -> Iterator[tuple[str, tuple]]:
    for name, *arguments in path:
        yield name, tuple(arguments)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(steps)
def test_no_answer_is_lost_whatever_becomes_of_the_standard(path):
    tale = Tale()

    for name, arguments in calls(path):
        getattr(tale, name)(*arguments)

    tale.check_nothing_is_lost()
