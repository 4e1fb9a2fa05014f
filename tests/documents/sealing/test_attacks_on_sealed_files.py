"""Every way we know of to make a changed file look sealed; each is refused for its own reason."""

import pytest

from documents.models import Key
from documents.sealing import SealFault, add_time_stamp, check_seal, pinned_seals
from documents.sealing.signing import _sign
from tests.documents.sealing.attacks import (
    ATTACKS,
    flipped,
    foreign_signer,
    overlay,
    saved_after,
)
from tests.sealing_service import stamper

pytestmark = pytest.mark.django_db


def fault_of(pdf):
    """Give what is wrong with a file."""
    return check_seal(pdf, pinned_seals()).fault


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_passes(sealed, attack):
    change, reasons = ATTACKS[attack]
    assert fault_of(sealed) is None

    assert fault_of(change(sealed)) in reasons


@pytest.mark.parametrize("share", [number / 23 for number in range(23)])
def test_no_flipped_bit_passes(sealed, share):
    assert fault_of(flipped(share)(sealed)) is not None


def test_a_foreign_seal_with_equal_names_is_foreign(finished, sealed):
    forged = _sign(finished, foreign_signer(Key.objects.get()), None)

    assert fault_of(sealed) is None
    assert fault_of(forged) == SealFault.FOREIGN_SEAL


def test_a_file_without_a_seal_has_none(finished):
    assert fault_of(finished) == SealFault.NO_SEAL


def test_a_stamp_cannot_carry_a_change_with_it(sealed):
    """A change saved first and stamped afterwards is still a change."""
    changed = saved_after(overlay)(sealed)
    stamped = add_time_stamp(changed, service=stamper())

    assert fault_of(stamped) == SealFault.ALTERED
