"""A foreign OSCAL catalog: its losses are read before anything is loaded."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from standards.models import StandardVersion
from standards.packages import shipped_packages
from workflows.demo.stage import fill_posts

pytestmark = pytest.mark.django_db(transaction=True)
CATALOG = {
    "catalog": {
        "uuid": "u",
        "metadata": {"title": "Foreign controls", "version": "5"},
        "groups": [
            {
                "id": "ac",
                "title": "Access",
                "controls": [
                    {
                        "id": "ac-1",
                        "title": "Policy",
                        "params": [{"id": "p"}],
                        "parts": [{"name": "statement", "prose": "Keep a policy."}],
                    }
                ],
            }
        ],
    }
}


@pytest.fixture
def people():
    call_command("load_standard", *shipped_packages())
    return fill_posts("demo-2026", timezone.localdate() - timedelta(days=30))


def test_a_manager_reads_the_losses_first(page, login, axe, people):
    login(page, people["standardy"].email)
    page.goto("/standards/drafts/new/")
    page.get_by_label("Plik pakietu").set_input_files(
        {
            "name": "obcy.json",
            "mimeType": "application/json",
            "buffer": json.dumps(CATALOG).encode(),
        }
    )
    page.locator("#file_number").fill("2031.1")
    page.get_by_role("button", name="Wczytaj plik").click()
    expect(page.locator("main")).to_contain_text("Pomijamy: parametry (1).")
    assert not StandardVersion.objects.filter(version="2031.1").exists()
    axe(page)

    page.get_by_role("button", name="Rozpocznij projekt 2031.1 bez nich").click()

    expect(page.locator("main")).to_contain_text("Keep a policy.")
    assert StandardVersion.objects.get(version="2031.1").status == "draft"
