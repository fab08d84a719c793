"""Tell addresses that are open to everybody from those inside a private network, which no feed may lead to."""

import asyncio
import ipaddress
import socket

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: the last four bytes are an IPv4 address


async def addresses_of(host: str, port: int) -> tuple[str, ...]:
    """Return the IP addresses that the system knows *host* by, also where it is a number written in an odd way.

    Raises OSError where it knows none.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(place[0]) for *_, place in found))


def is_public(address: str) -> bool:
    """Return whether the IP address *address* is one that anybody on the internet can reach.

    Not those that are private, loopback, link-local, reserved or shared (RFC 6890), nor IPv6 addresses that stand for
    such an IPv4 address.
    """
    found = ipaddress.ip_address(address)
    return all(_is_open(each) for each in (found, *_stands_for(found)))


def _is_open(address: _Address) -> bool:
    closed = (
        *(address.is_private, address.is_loopback, address.is_link_local),
        *(address.is_multicast, address.is_reserved, address.is_unspecified),
        isinstance(address, ipaddress.IPv6Address) and address.is_site_local,
    )
    # What only carries an IPv4 address is judged by that.
    return (address.is_global and not any(closed)) or (_is_carrier(address) and bool(_stands_for(address)))


def _is_carrier(address: _Address) -> bool:
    return isinstance(address, ipaddress.IPv6Address) and (address.ipv4_mapped is not None or address in _NAT64)


def _stands_for(address: _Address) -> tuple[_Address, ...]:
    """Return the IPv4 addresses inside *address*, to which it may lead."""
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    return tuple(each for each in inner if each is not None)
