"""Garbage is not looked for while what stays is loaded."""

import gc

from coach.host.collecting import uncollected
from coach.host.realtime import spare_what_is_old


def test_what_is_loaded_meanwhile_is_never_looked_through_again() -> None:
    before = gc.get_freeze_count()
    with uncollected():
        assert not gc.isenabled()
        kept = [[number] for number in range(100)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(kept)
    gc.unfreeze()


def test_where_nothing_was_collected_before_nothing_is_afterwards() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()


def test_the_sound_card_spares_what_is_being_loaded_without_looking_through_it() -> None:
    phases: list[str] = []

    def note(phase: str, _info: dict[str, int]) -> None:
        phases.append(phase)

    gc.callbacks.append(note)
    try:
        with uncollected():
            spare_what_is_old(spare=True)
            looked = bool(phases)
        assert not looked
    finally:
        gc.callbacks.remove(note)
        spare_what_is_old(spare=False)
