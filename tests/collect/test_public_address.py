import pytest
from hypothesis import given
from hypothesis.strategies import ip_addresses

from digest.collect.feeds.public_address import addresses_of, is_public


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        "0.0.0.0",  # noqa: S104 - it is refused
        *("100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
        *("::", "::1", "fe80::1", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1", "fe80::1%eth0"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b:1::1"),
        "2001:0:7f00:1::",
    ],
)
def test_what_only_a_private_network_knows_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.216.34", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_what_anybody_can_reach_is_public(address: str) -> None:
    assert is_public(address)


@given(ip_addresses(v=4))
def test_an_address_and_the_ipv6_ways_to_write_it_are_judged_alike(address: object) -> None:
    assert is_public(f"::ffff:{address}") == is_public(f"{address}") == is_public(f"64:ff9b::{address}")


@pytest.mark.anyio
@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0177.0.0.1", "0x7f.1", "127.1", "localhost"])
async def test_a_host_in_whatever_spelling_is_the_address_that_would_be_connected_to(host: str) -> None:
    addresses = await addresses_of(host, 80)

    assert "127.0.0.1" in addresses or "::1" in addresses
    assert not any(is_public(address) for address in addresses)
