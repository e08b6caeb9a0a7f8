import pytest

from guard.border.document import parse_toml
from guard.errors import Fault, GuardError
from guard.request.reading import read_request


def fault(text: str) -> Fault:
    with pytest.raises(GuardError) as refused:
        read_request(parse_toml(text, "r.toml"))
    (only,) = refused.value.faults
    return only


@pytest.mark.parametrize(
    ("text", "what", "remedy"),
    [
        ("[dta]", '"dta"', 'Did you mean "data"?'),
        ("[Data]", '"Data"', 'Did you mean "data"?'),
        ("[it-management]", '"it-management"', 'Did you mean "it_management"?'),
        ("[zzz]", '"zzz"', "use one of: request, requester"),
        ("[data]\npersonnel = true", '"personnel"', 'Did you mean "personal"?'),
        ("[contract.period]\nstart_date = 2026-01-01", '"start_date"', '"startDate"'),
        ("[application]\nmfa_users = 'enforced'", '"mfa_users"', "identity.mfa_users"),
        ("[data]\nqqqqqq = 1", '"qqqqqq"', "Take it out, or use one of: "),
        ("[data.dpia]\nsource = 'x'", '"source"', "single fact"),
    ],
)
def test_unknown_keys_are_named_and_corrected(text: str, what: str, remedy: str) -> None:
    found = fault(text)
    assert what in found.what
    assert remedy in found.remedy


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ('[data]\npersonal = "yes"', "Did you mean true?"),
        ('[data]\npersonal = "No"', "Did you mean false?"),
        ('[data]\npersonal = "unknown"', "leave the fact out"),
        ('[data]\npersonal = "perhaps"', "Write true or false, without quotation marks."),
        ('[data]\nrecords = "500"', "Without quotation marks: 500."),
        ("[data]\nrecords = -1", "0 or more"),
        ('[data]\nsubjects = "staff"', 'For one item: ["staff"].'),
        ('[data]\nsubjects = ["Vulnerable adults"]', 'Did you mean "vulnerable-adults"?'),
        ('[data]\nlawful_basis = "n/a"', "leave the fact out"),
        ('[data.classification]\nlevel = "OFFICIAL SENSITIVE"', '"official-sensitive"'),
        ('[request]\nkind = "RENEWAL"', 'Did you mean "renewal"?'),
        ('[request]\nkind = "renewall"', 'Did you mean "renewal"?'),
        ('[request]\nkind = "zzz"', '"found-in-use".'),
        ("[request]\nid = 17", 'With quotation marks: "17".'),
        ("[request]\nid = 2026-11-22", 'With quotation marks: "2026-11-22".'),
        ("[request]\ncreated = 2026-11-22T10:00:00Z", "Leave out the time: 2026-11-22."),
        ('[request]\ncreated = "22.11.2026"', "a date, such as 2026-11-22"),
        ("[request]\nid = ''", "leave the fact out"),
        ('[supplier]\ncountry = "UK"', 'Did you mean "GB"?'),
        ('[supplier]\ncountry = "nz"', 'Did you mean "NZ"?'),
        ('[supplier]\ncountry = "Atlantis"', "ISO 3166-1"),
        ('[contract.value]\namount = "12.50"\ncurrency = "GBP"', "Without quotation marks: 12.50."),
        ('[contract.value]\namount = 5\ncurrency = "£"', 'Did you mean "GBP"?'),
        ("[contract.value]\namount = 5", "Add currency: a currency code"),
        ("[contract]\nvalue = 5", "a group with any of the keys amount, currency, vat_included"),
        ("data = 5", "a group with any of the keys organisation_data, personal"),
        ("evidence = {}", "a list in square brackets"),
        ("local = 5", "a group of facts"),
        ('[local]\n"Our fact" = 1', "a name in small letters, digits and underscores"),
        ("[local]\nours = {a = 1}", "or a list of these"),
    ],
)
def test_wrong_values_are_corrected(text: str, remedy: str) -> None:
    assert remedy in fault(text).remedy


def test_a_fault_says_where_it_stands() -> None:
    found = fault("[data]\n\n  records = 'many'\n")
    assert str(found.place) == "r.toml:3:3: data.records"


def test_a_fault_in_a_wrapped_fact_says_where_it_stands() -> None:
    found = fault("[[evidence]]\n[[evidence]]\nkind = { value = 'sbomb', by = 'IT' }")
    assert found.place.path == "evidence[1].kind"
    assert found.place.line == 3
    assert 'Did you mean "sbom"?' in found.remedy


def test_long_words_are_not_guessed_at() -> None:
    found = fault(f"[request]\nkind = '{'new' * 1000}'")
    assert "Did you mean" not in found.remedy
    assert len(found.what) < 120


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('integrations = "none"', "For none, write []."),
        ('integrations = "SAP"', "code_of_connection_ref."),
        ('contract = { notice_ids = "1" }', 'For one item: ["1"].'),
    ],
)
def test_a_list_is_asked_for_in_its_shape(text: str, hint: str) -> None:
    assert fault(text).remedy.endswith(hint)


def test_an_end_before_the_start_is_told_at_the_end() -> None:
    found = fault("[contract.period]\nstartDate = 2026-12-01\nendDate = 2026-11-30")
    assert (found.what, found.place.line) == ("it ends on 2026-11-30, before it starts", 3)
    assert found.remedy == "Correct startDate or endDate."
    one_day = "[contract.period]\nstartDate = 2026-12-01\nendDate = 2026-12-01"
    assert read_request(parse_toml(one_day, "r.toml")).values
