"""A wrong package is refused whole, and every problem names its file, line and field."""

import json
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.utils import translation

from standards.errors import PackageRefused
from standards.forms.drafts import LONG
from standards.models import Scheme, StandardVersion
from standards.packages import reading
from standards.packages.checking import MOST_PROBLEMS, SCHEMA_FILE, check_package
from standards.packages.reading import read_package

FILE = Path(__file__).parent / "data" / "audit-2026.1.yaml"
GOOD = FILE.read_text()


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def problems(text):
    return check_package(read_package("x.yaml", text.encode()))


def changed(old, new):
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def line_of(text, part):
    return text[: text.index(part)].count("\n") + 1


def test_a_right_package_has_no_problems():
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "field", "sentence"),
    [
        ("kind: social_audit", "kind: other", "scheme.kind",
         "The value must be one of: accreditation, product_mark, competition, social_audit."),
        ("weight: 0.5", "weight: heavy", "sections[1].criteria[0].weight",
         "The value must be a number."),
        ("weight: 0.5", "weight: -1", "sections[1].criteria[0].weight",
         "The number must be at least 0."),
        ("weight: 0.5", "weight: -0.5", "sections[1].criteria[0].weight",
         "The number must be at least 0."),
        ("is_scored: false", "is_scored: false\n  total_threshold: 70.125",
         "decision_rule.total_threshold", "Write at most two decimal places."),
        ("is_scored: false", "is_scored: false\n  section_thresholds:\n    people: 33.333",
         "decision_rule.section_thresholds.people", "Write at most two decimal places."),
        ("weight: 0.5", "weight: 0.125", "sections[1].criteria[0].weight",
         "A weight has at most two decimal places."),
        ("weight: 0.5", "weight: 5\n        colour: red", "sections[1].criteria[0].colour",
         "This field is not known."),
        ("weight: 0.5", "weight: 5\n        gate: minimum\n        gate_value: 2",
         "sections[1].criteria[0].gate_value", "The scale has no such level."),
        ("weight: 0.5", "weight: 5\n        gate: minimum",
         "sections[1].criteria[0].gate_value", "A gate needs the lowest level that passes."),
        ("weight: 0.5", "weight: 5\n        gate_value: 1",
         "sections[1].criteria[0].gate_value", "Without a gate there is no level that passes."),
        ("key: place", "key: people", "sections[1].key", "“people” is used twice."),
        ("key: place", 'key: "place\\n"', "sections[1].key",
         "The text does not have the expected form (^[a-z0-9][a-z0-9-]{0,59}$)."),
        ("certificate_prefix: AUDYT",
         "certificate_prefix: AUDYT\n  allowed_legal_forms: [cis, cis]",
         "scheme.allowed_legal_forms", "The list names something twice."),
        ("code: M01", "code: L01", "sections[1].criteria[0].code", "“L01” is used twice."),
        ("- employees", "- height", "sections[0].criteria[1].applies_when",
         "“compare” needs a fact given as a number, one of >=, >, <=, < and a whole number."),
        ("is_scored: false", "is_scored: false\n  section_thresholds:\n    nowhere: 50",
         "decision_rule.section_thresholds.nowhere", "There is no section “nowhere”."),
        ("is_scored: false", "is_scored: false\n  conditional_total: 60",
         "decision_rule.conditional_total",
         "The conditional threshold must not be above the threshold of the whole."),
        ("is_scored: false", "is_scored: false\n  total_threshold: 101",
         "decision_rule.total_threshold", "The number must be at most 100."),
        ("operator: audit-office", "operator: nobody", "editions[0].operator",
         "There is no operator “nobody” in this file."),
        ("opens_on: 2026-01-01", "opens_on: 2026-02-30", "editions[0].opens_on",
         "There is no such day."),
        ("opens_on: 2026-01-01", "opens_on: 2026-01-01\n    closes_on: 2025-12-31",
         "editions[0].closes_on", "The call closes before it opens."),
        ("is_national: true", "city: Lublin", "operators[0].voivodeship",
         "An operator that is not national names its voivodeship."),
        ("format: atest-standard/1", "format: other", "format",
         "The value must be “atest-standard/1”."),
        ("version: '2026.1'", "version: '1'", "standard.version",
         "The text does not have the expected form (^[0-9]{4}\\.[0-9]{1,3}(\\.[0-9]{1,3})?$)."),
        ("certificate_prefix: AUDYT", "certificate_prefix: AUDYT\n  allowed_legal_forms: [ufo]",
         "scheme.allowed_legal_forms[0]", "There is no legal form “ufo”."),
        ("pl: Miejsce", "pl: ''", "sections[1].title.pl", "The text must not be empty."),
    ],
)  # fmt: skip
def test_a_problem_names_the_field_and_says_what_to_mend(old, new, field, sentence):
    found = problems(changed(old, new))

    assert [line.split(": ", 1)[1] for line in found] == [f"{field}: {sentence}"]


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("kind: social_audit", "kind: other", "kind: other"),
        ("weight: 0.5", "weight: heavy", "weight: heavy"),
        ("code: M01", "code: L02", None),
    ],
)
def test_a_problem_names_the_line(old, new, at):
    text = changed(old, new)
    line = line_of(text, at) if at else len(text[: text.rindex("code: L02")].splitlines()) + 1

    (found,) = problems(text)

    assert found.split(":")[:2] == ["x.yaml", str(line if at else line - 1)]


def test_a_missing_field_is_named_at_the_place_that_should_hold_it():
    text = changed("  is_scored: false\n", "  total_threshold: 5\n")

    line = line_of(text, "total_threshold")
    assert problems(text) == [f"x.yaml:{line}: decision_rule.is_scored: This field is missing."]


def test_each_missing_field_is_told_once():
    text = changed("  kind: social_audit\n", "").replace("  case_prefix: AUD\n", "")

    assert [line.split(": ", 1)[1] for line in problems(text)] == [
        "scheme.kind: This field is missing.",
        "scheme.case_prefix: This field is missing.",
    ]


def test_a_million_mistakes_are_not_all_gathered():
    rows = "\n".join(f"  - {n if n % 2 else 'a' * (n % 7)}" for n in range(40_000))
    text = changed(
        "certificate_prefix: AUDYT", f"certificate_prefix: AUDYT\n  declarations:\n{rows}"
    )
    mixed = changed(
        "certificate_prefix: AUDYT", f"certificate_prefix: AUDYT\n  allowed_legal_forms:\n{rows}"
    )

    assert (len(problems(text)), len(problems(mixed))) == (MOST_PROBLEMS, MOST_PROBLEMS)


def test_the_editor_takes_texts_no_longer_than_a_package():
    schema = json.loads(SCHEMA_FILE.read_text())["$defs"]

    assert {schema["long_text"]["properties"][one]["maxLength"] for one in ("pl", "en")} == {LONG}


def test_all_problems_are_told_at_once():
    text = changed("kind: social_audit", "kind: other").replace("weight: 0.5", "weight: heavy")

    assert [line.split(": ")[1] for line in problems(text)] == [
        "scheme.kind",
        "sections[1].criteria[0].weight",
    ]


def test_problems_stand_in_the_order_of_the_file():
    text = changed("certificate_prefix: AUDYT", "certificate_prefix: AUDYT\n  declarations:")
    text = text.replace("  declarations:\n", "  declarations:\n" + "    - 1\n" * 12)

    lines = [int(line.split(":")[1]) for line in problems(text)]

    assert (len(lines), lines) == (12, sorted(lines))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "x.yaml:1: The file must hold a mapping of keys to values."),
        (b"- 1\n", "x.yaml:1: The file must hold a mapping of keys to values."),
        (b"a: 1\nb: \xff\n",
         "x.yaml:2: This is no text in UTF-8. Unpack an archive first; save text as UTF-8."),
        (b"PK\x03\x04\x14\x00\x9c\xff",
         "x.yaml:1: This is no text in UTF-8. Unpack an archive first; save text as UTF-8."),
        (b"a: 1\nb: x\x00\n",
         "x.yaml:2: The text holds a sign that cannot be printed. Remove it."),
        (b'a: 1\nb: "x\\0y"\n',
         "x.yaml:2: b: The text holds a sign that cannot be printed. Remove it."),
        (b'a: 1\n"b\\x1b": 2\n',
         "x.yaml:2: the whole file: The text holds a sign that cannot be printed. Remove it."),
        (b"a: &x 1\nb: *x\n", "x.yaml:1: the whole file: Anchors and references are not allowed."),
        (b"a: 1\nb: !!python/object:os.system x\n",
         "x.yaml:2: the whole file: Tags are not allowed."),
        (b"a: 1\na: 2\n", "x.yaml:2: a: This key stands here twice."),
        (b"? [1]\n: 2\n", "x.yaml:1: the whole file: A key must be a plain word."),
        (b"a: .inf\n", "x.yaml:1: a: This value is neither text, number, date nor yes/no."),
        (b"a: " + b"9" * 5000,
         "x.yaml:1: a: This value is neither text, number, date nor yes/no."),
        (b"[" * 30 + b"]" * 30, "x.yaml:1: the whole file: The file is nested too deeply."),
        (b"a: " + b"x" * 8_388_608, "x.yaml:1: The file is larger than 8 MB."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_plain_yaml_is_refused(content, sentence):
    with pytest.raises(PackageRefused) as refusal:
        read_package("x.yaml", content)

    assert refusal.value.problems == [sentence]


def test_a_file_of_countless_values_is_refused_before_it_fills_the_memory():
    with pytest.raises(PackageRefused) as refusal:
        read_package("x.yaml", b"a:\n" + b"- 1\n" * 500_000)

    assert refusal.value.problems == [
        "x.yaml:399999: the whole file: The file holds too many values."
    ]


def test_the_reader_in_c_and_the_one_in_python_read_the_same(monkeypatch):
    sources = []
    for loader in (yaml.SafeLoader, reading.Loader):
        monkeypatch.setattr(reading, "Loader", loader)
        sources.append(read_package("x.yaml", GOOD.encode()))

    assert sources[0] == sources[1]
    assert reading.Loader is yaml.CSafeLoader


def test_broken_yaml_names_its_line():
    with pytest.raises(PackageRefused) as refusal:
        read_package("x.yaml", b"a: 1\nb: [1\n")

    (found,) = refusal.value.problems
    assert found.startswith("x.yaml:3: The file is not valid YAML here. Look at the indents, ")


@pytest.mark.django_db
def test_one_wrong_file_keeps_out_all_of_them(tmp_path):
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(GOOD)
    bad.write_text(changed("kind: social_audit", "kind: other"))

    with pytest.raises(CommandError, match=r"bad.yaml:5: scheme.kind"):
        call_command("load_standard", good, bad, stdout=StringIO())

    assert (Scheme.objects.count(), StandardVersion.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_checking_writes_nothing(tmp_path):
    out = StringIO()

    call_command("load_standard", FILE, "--check", stdout=out)

    assert out.getvalue() == "1 file(s) checked, no problem found.\n"
    assert StandardVersion.objects.count() == 0


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_named():
    with pytest.raises(CommandError, match=r"missing.yaml: No such file or directory"):
        call_command("load_standard", "missing.yaml", stdout=StringIO())


@pytest.mark.django_db
def test_a_published_version_is_never_loaded_over(tmp_path):
    call_command("load_standard", FILE, stdout=StringIO())
    before = list(StandardVersion.objects.values())
    other = tmp_path / "other.yaml"
    other.write_text(
        changed("pl: Załoga ma przedstawicieli.", "pl: Załoga nie ma przedstawicieli.")
    )

    with pytest.raises(
        CommandError, match=r"other.yaml:15: standard.version: Version 2026.1 is published"
    ):
        call_command("load_standard", other, stdout=StringIO())

    assert list(StandardVersion.objects.values()) == before


@pytest.mark.django_db
def test_a_call_never_moves_to_another_version(tmp_path):
    call_command("load_standard", FILE, stdout=StringIO())
    other = tmp_path / "other.yaml"
    other.write_text(changed("version: '2026.1'", "version: '2027.1'"))

    with pytest.raises(CommandError, match=r"editions\[0\].code: This call exists and is bound"):
        call_command("load_standard", other, stdout=StringIO())

    assert [version.version for version in StandardVersion.objects.all()] == ["2026.1"]


@pytest.mark.django_db
def test_exporting_what_is_not_there_is_an_error():
    with pytest.raises(CommandError, match="There is no version audit 1"):
        call_command("export_standard", "audit", "1")


def test_the_shape_of_packages_is_itself_a_right_schema():
    from jsonschema import Draft202012Validator

    from standards.packages.checking import SCHEMA_FILE

    Draft202012Validator.check_schema(yaml.safe_load(SCHEMA_FILE.read_text()))
