import gc

import pytest

from guard.audit.sweeps import paused


def test_there_are_no_sweeps_inside_and_then_they_are_as_before() -> None:
    assert gc.isenabled()
    with paused():
        assert not gc.isenabled()
        with paused():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_failure_does_not_leave_them_paused() -> None:
    with pytest.raises(KeyError), paused():
        raise KeyError
    assert gc.isenabled()


def test_what_was_made_inside_is_not_swept_right_after_it() -> None:
    swept: list[str] = []

    def note(phase: str, _told: dict[str, int]) -> None:
        swept.append(phase)

    gc.collect()
    gc.callbacks.append(note)
    try:
        with paused():
            made = [[each] for each in range(5 * gc.get_threshold()[0])]
        made += [[], []]
        assert swept == []
    finally:
        gc.callbacks.remove(note)
    assert gc.get_freeze_count() == 0
