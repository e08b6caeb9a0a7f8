import pytest

from guard.workbench.sharing.addresses import permitted

PRIVATE = [
    *("127.0.0.1", "10.0.0.5", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.1.2.3"),
    *("100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1"),
    *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "2001:db8::1", "fec0::1"),
    *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1"),
    *("64:ff9b::a9fe:a9fe", "64:ff9b::7f00:1", "64:ff9b:1::808:808"),
    *("2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:7f00:1::"),
]
PUBLIC = [
    *("8.8.8.8", "151.101.1.69", "2606:4700::1111", "2a00:1450:4009::200e"),
    *("64:ff9b::808:808", "::ffff:8.8.8.8", "2002:808:808::1"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_only_a_network_of_ones_own_has_is_not_permitted(address: str) -> None:
    assert not permitted(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_the_whole_internet_has_is_permitted(address: str) -> None:
    assert permitted(address)


def test_a_network_of_ones_own_is_permitted_when_it_is_named_and_no_other_is() -> None:
    own = ["10.20.0.0/16", "fd00:1::/32"]
    assert permitted("10.20.3.4", own)
    assert permitted("fd00:1::5", own)
    assert not permitted("10.21.3.4", own)
    assert not permitted("169.254.169.254", own)


def test_an_address_that_carries_another_needs_both_to_be_permitted() -> None:
    assert not permitted("64:ff9b::a14:304", ["64:ff9b::/96"])
    assert permitted("64:ff9b::a14:304", ["10.20.0.0/16"])
