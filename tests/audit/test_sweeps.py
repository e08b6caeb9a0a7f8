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
