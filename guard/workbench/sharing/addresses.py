"""Which addresses may be asked for a pack: those that the whole internet has, and no others."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

_UNICAST = ip_network("2000::/3")  # all of IPv6 that is given out for the whole internet
_NAT64 = ip_network("64:ff9b::/96")
_LOCAL_NAT64 = ip_network("64:ff9b:1::/48")  # RFC 8215: for one's own network, so never public


def permitted(text: str, own: Iterable[str] = ()) -> bool:
    """Whether the address ``text`` is public, or in one of the networks ``own`` (``10.1.0.0/16``).

    An IPv6 address that stands for an IPv4 one (mapped, 6to4, Teredo, NAT64) counts as both.
    """
    address = ip_address(text.partition("%")[0])
    meant = {address, *_inside(address)}
    networks = [ip_network(network) for network in own]
    return all(_public(each) or any(each in network for network in networks) for each in meant)


def _public(address: Address) -> bool:
    if address in _LOCAL_NAT64:
        return False
    return address in _NAT64 or _stands_for_another(address) or _global(address)


def _global(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address not in _UNICAST:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _stands_for_another(address: Address) -> bool:
    """Whether only the IPv4 address inside says where this leads."""
    return isinstance(address, IPv6Address) and address.ipv4_mapped is not None


def _inside(address: Address) -> Iterable[IPv4Address]:
    """The IPv4 addresses that an IPv6 address carries."""
    if isinstance(address, IPv4Address):
        return
    if address in _NAT64:
        yield IPv4Address(int(address) & 0xFFFFFFFF)
    for carried in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())):
        if carried is not None:
            yield carried
