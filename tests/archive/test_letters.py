"""Letters, minutes and receipts keep PDF/A-3a and PDF/UA-1, however long they are."""

import pytest

from documents.drawing import LetterContent, draw_letter
from documents.finishing import finish
from tests.archive import opinion_of_qpdf, opinion_of_verapdf
from tests.documents.samples import MINUTES, REFUSAL

pytestmark = pytest.mark.archive
BARE = LetterContent(language="pl", title="Pismo", parts=())


def test_letters_keep_both_standards():
    letters = (REFUSAL, MINUTES, BARE)

    opinion = opinion_of_verapdf(*(finish(draw_letter(letter)) for letter in letters))

    assert opinion == {
        (number, profile): [] for number in range(len(letters)) for profile in ("3a", "ua1")
    }


@pytest.mark.parametrize("letter", [REFUSAL, MINUTES, BARE])
def test_the_file_is_sound(letter):
    content = finish(draw_letter(letter))

    assert "No syntax or stream encoding errors found" in opinion_of_qpdf(content)
