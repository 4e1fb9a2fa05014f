"""Both schemes the whole way through the browser: from a new application to its public page."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from certification.models import AgendaItem, Application, Certificate, Seat
from standards.packages import shipped_packages
from tests.browser.drivers_loop import set_aside
from workflows import jobs, tasks
from workflows.demo.cast import CENTRES, PRODUCERS
from workflows.demo.stage import CURRENT, current, fill_posts, found
from workflows.demo.story import Story

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "demo-2026"
FILL = """() => {
  for (const group of new Set([...document.querySelectorAll('main form input[type=radio]')]
      .map(one => one.name))) {
    const levels = [...document.querySelectorAll(`main form input[name="${group}"]`)]
      .filter(one => /^\\d+$/.test(one.value));
    levels.sort((a, b) => b.value - a.value)[0].checked = true;
  }
  for (const one of document.querySelectorAll('main form textarea[name^=justification]'))
    one.value = 'Działamy tak od 2023 r., opis i dokumenty są w załącznikach.';
  for (const one of document.querySelectorAll('main form input[name^=measured]')) one.value = '40';
}"""


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(jobs, "send", lambda *_args: None)
    call_command("load_standard", *shipped_packages())
    return fill_posts(PASSWORD, timezone.localdate() - timedelta(days=30))


def press(page: Page, selector: str = "main form button.btn:not(.alt)") -> None:
    """Press the one primary button of the page and wait for what comes."""
    page.locator(selector).last.click()
    page.wait_for_load_state()


def go(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer
    assert answer.status == 200, path


def log_in_by_form(page: Page, email: str) -> None:
    go(page, "/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit], main form button").first.click()
    page.wait_for_load_state()


def fill_in(page: Page, number: str) -> None:
    """Fill in the self-assessment, section by section, with JavaScript-free saving."""
    application = Application.objects.get(number=number)
    for section in application.version.sections.order_by("position"):
        go(page, f"/cases/{number}/self-assessment/{section.code}/")
        page.evaluate(FILL)
        page.locator(".savebar button.btn").first.click()
        page.wait_for_load_state()


def declare_and_send(page: Page, number: str) -> None:
    go(page, f"/cases/{number}/declarations/")
    for box in page.locator("main form input[type=checkbox]").all():
        box.check()
    press(page)
    go(page, f"/cases/{number}/submit/")
    press(page)
    assert Application.objects.get(number=number).status == "submitted", page.inner_text("main")


def check_and_assign(page: Page, number: str, experts: list) -> None:
    go(page, f"/cases/{number}/formal_check/")
    page.check("input[name=outcome][value=accept]")
    press(page)
    go(page, f"/cases/{number}/assign_experts/")
    for expert in experts:
        page.check(f"input[name=people][value='{expert.pk}']")
    press(page)
    assert Application.objects.get(number=number).assignments.count() == len(experts)


def declare_clear(page: Page, number: str) -> None:
    go(page, f"/cases/{number}/declare/")
    page.check("input[name=answer][value=clear]")
    press(page)


def score_all(page: Page, number: str) -> None:
    """Score every criterion on its own page, then send the card."""
    application = Application.objects.get(number=number)
    for criterion in Story.asked(application):
        go(page, f"/cases/{number}/score-card/{criterion.code}/")
        page.evaluate(FILL)
        page.locator("main form.scorecard .actions button.btn").first.click()
        page.wait_for_load_state()
    send_card(page, number)


def send_card(page: Page, number: str) -> None:
    go(page, f"/cases/{number}/score/")
    page.fill("textarea[name=summary]", "Dokumenty potwierdzają opis.")
    press(page)


def meet_and_recommend(page: Page, login, people: dict, number: str, meeting: str) -> None:
    login(page, people["sekretariat"].email)
    application = Application.objects.get(number=number)
    go(page, "/meetings/call/")
    committee = application.edition.operator.committees.get(scheme=application.edition.scheme)
    page.select_option("select[name=committee]", str(committee.pk))
    page.fill("input[name=number]", meeting)
    starts = page.locator("[name=starts_at]")
    starts.fill("2030-01-15T10:00")
    press(page)
    place = re.sub(r"^https?://[^/]+", "", page.url)
    go(page, f"{place}agenda/")
    page.select_option("select[name=application]", str(application.pk))
    press(page)
    login(page, people["przewodniczaca"].email)
    go(page, f"{place}open/")
    press(page)
    go(page, f"{place}presence/")
    for seat in Seat.objects.filter(committee=committee)[:5]:
        page.check(f"main form input[type=checkbox][value='{seat.pk}']")
    press(page)
    go(page, place)
    press(page, "form[action$='open-vote/'] button")
    item = AgendaItem.objects.get(application=application)
    assert item.status == "voting", page.inner_text("main")
    for seat in Seat.objects.filter(committee=committee).select_related("person")[:5]:
        login(page, seat.person.email)
        go(page, place)
        page.check("input[name=choice][value=for]")
        press(page, "form:has(input[name=choice]) button.btn")
    login(page, people["przewodniczaca"].email)
    go(page, f"{place}items/{item.pk}/close-vote/")
    page.locator("main form button").last.click()
    page.wait_for_load_state()
    go(page, f"/cases/{number}/recommend/")
    page.check("input[name=outcome][value=grant]")
    page.fill("textarea[name=reasons]", "Oceny i dokumenty uzasadniają przyznanie.")
    press(page)
    assert Application.objects.get(number=number).status == "awaiting_decision"


def decide_and_issue(page: Page, login, people: dict, number: str) -> str:
    login(page, people["organ"].email)
    go(page, f"/cases/{number}/decide/")
    page.locator("input[name=granted]").first.check()
    page.fill(
        "textarea[name=reasons]",
        "Wnioskodawca spełnia wymagania standardu, co potwierdzają oceny ekspertów i komisja.",
    )
    press(page)
    page.locator("button[name=confirmed]").click()
    page.wait_for_load_state()
    job = Task.objects.get(flow_task_type="JOB", status=STATUS.SCHEDULED)
    with set_aside():  # sealing runs a loop of its own
        assert tasks.run_job(job.pk, job.external_task_id) == "ok"
    return Certificate.objects.get(application__number=number).number


def public_page_says_valid(page: Page, certificate: str) -> None:
    page.context.clear_cookies()
    go(page, f"/c/{certificate.lower()}")
    assert page.inner_text("h1").casefold() == "ważny"
    answer = page.request.get(f"/c/{certificate}/pdf")
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")


def test_a_mark_goes_from_a_new_application_to_its_public_page(phone, login, axe, people):
    entity = PRODUCERS[0]
    found(entity, people["wnioskodawca.znak"], timezone.localdate())
    page = phone
    log_in_by_form(page, people["wnioskodawca.znak"].email)
    go(page, f"/my/applications/new/?call={current(CURRENT['znak']).code}")
    organisation = people["wnioskodawca.znak"].memberships.get().organisation
    if page.locator("select[name=applicant]").count():
        page.select_option("select[name=applicant]", str(organisation.pk))
    page.locator("input[name=offer_name]").fill(entity.offer)
    if page.locator("input[name=offer_kind]").count():
        page.check(f"input[name=offer_kind][value={entity.offer_kind}]")
    else:
        page.select_option("select[name=offer_kind]", entity.offer_kind)
    press(page)
    number = Application.objects.get().number
    axe(page)
    fill_in(page, number)
    axe(page)
    declare_and_send(page, number)
    axe(page)
    login(page, people["sekretariat"].email)
    check_and_assign(page, number, [people["ekspert3"]])
    login(page, people["ekspert3"].email)
    declare_clear(page, number)
    score_all(page, number)
    assert Application.objects.get().status == "awaiting_committee", page.inner_text("main")
    meet_and_recommend(page, login, people, number, "1/2030")
    certificate = decide_and_issue(page, login, people, number)

    public_page_says_valid(page, certificate)
    axe(page)


def test_an_accreditation_goes_from_a_new_application_to_its_public_page(page, login, axe, people):
    entity = CENTRES[0]
    found(entity, people["wnioskodawca.owes"], timezone.localdate())
    login(page, people["wnioskodawca.owes"].email)
    go(page, f"/my/applications/new/?call={current(CURRENT['owes']).code}")
    organisation = people["wnioskodawca.owes"].memberships.get().organisation
    if page.locator("select[name=applicant]").count():
        page.select_option("select[name=applicant]", str(organisation.pk))
    page.select_option("select[name=voivodeship]", "06")
    page.fill("textarea[name=scope]", "powiat puławski\npowiat opolski")
    page.locator("[name=path][value=A]").check()
    press(page)
    number = Application.objects.get().number
    fill_in(page, number)
    axe(page)
    declare_and_send(page, number)
    login(page, people["sekretariat"].email)
    experts = [people["ekspert1"], people["ekspert2"]]
    check_and_assign(page, number, experts)
    for expert in experts:
        login(page, expert.email)
        declare_clear(page, number)
        score_by_hand_and_send(page, number, expert, people)
    assert Application.objects.get().status == "awaiting_committee", page.inner_text("main")
    meet_and_recommend(page, login, people, number, "2/2030")
    certificate = decide_and_issue(page, login, people, number)

    public_page_says_valid(page, certificate)
    axe(page)


def score_by_hand_and_send(page: Page, number: str, expert, people: dict) -> None:
    """Score the first criteria on their pages, the many others at once, and send the card."""
    application = Application.objects.with_names().get(number=number)
    story = Story(edition=application.edition, organisation=application.applicant, people=people)
    story.application = application
    card = application.assessments.get(author=expert, kind="expert")
    story.answer(card, by=expert, lowered=9)
    for criterion in story.criteria()[:3]:
        go(page, f"/cases/{number}/score-card/{criterion.code}/")
        page.evaluate(FILL)
        page.locator("main form.scorecard .actions button.btn").first.click()
        page.wait_for_load_state()
    send_card(page, number)
