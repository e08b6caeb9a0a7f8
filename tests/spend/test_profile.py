"""Profiles: refused where they say what cannot be, and the same again after writing."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guard.errors import GuardError
from guard.spend.amounts import Mark
from guard.spend.dates import Order
from guard.spend.line import Kind
from guard.spend.profile import Delimiter, Profile, load_profile, profile_text
from tests.spend.making import written

TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20
).filter(lambda text: text == text.strip() and bool(text))
PROFILES = st.builds(
    Profile,
    kind=st.none() | st.sampled_from(Kind),
    header=st.none() | st.integers(0, 10_000),
    columns=st.dictionaries(
        st.sampled_from(["supplier", "amount", "date"]), st.integers(0, 99) | TEXT
    ),
    sheet=st.none() | TEXT,
    delimiter=st.none() | st.sampled_from(Delimiter),
    quotes=st.booleans(),
    dates=st.none() | st.sampled_from(Order),
    decimal=st.none() | st.sampled_from(Mark),
    personal=st.booleans(),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PROFILES)
def test_a_profile_is_the_same_after_writing_and_reading(tmp_path: Path, profile: Profile) -> None:
    assert load_profile(written(tmp_path, profile_text(profile), "profile.toml")) == profile


def test_a_profile_explains_itself() -> None:
    text = profile_text(Profile(sheet="May", columns={"supplier": 3}))
    assert '# the sheet of a workbook\nsheet = "May"' in text
    assert "[columns]\nsupplier = 3" in text


@pytest.mark.parametrize(
    "text", ['shet = "x"', "header = -1", 'kind = "payments"', 'delimiter = ","', "quotes = 1"]
)
def test_what_a_profile_cannot_say_is_refused_with_its_place(tmp_path: Path, text: str) -> None:
    with pytest.raises(GuardError) as caught:
        load_profile(written(tmp_path, text, "profile.toml"))
    (fault,) = caught.value.faults
    assert fault.place.line == 1
    assert fault.remedy
