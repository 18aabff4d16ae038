"""The crawler cannot be turned to private addresses, whatever a source, a link or a DNS answer says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from twisted.internet.address import IPv4Address, IPv6Address

from scrapers.addresses import AddressGuard, PublicAddresses, RefusedAddress, is_public

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "10.0.0.5",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "0.0.0.0",
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "ff02::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "140.82.112.3", "2606:4700::1111"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        *(f"http://{a}/" if ":" not in a else f"http://[{a}]/" for a in PRIVATE),
        "http://localhost/",
        "http://LOCALHOST./",
        "http://printer.local/",
        "http://db.internal/",
        "http://demo.test/",
        "https://hospital.example:8443/",
        "http://user:pass@hospital.example/",
        "ftp://hospital.example/x",
        "file:///etc/passwd",
    ],
)
def test_such_requests_are_refused(url: str) -> None:
    with pytest.raises(RefusedAddress):
        AddressGuard(None).process_request(Request(url))


def test_public_requests_pass_and_carry_no_proxy() -> None:
    for url in ("https://hospital.example/a", "http://hospital.example:80/a", "https://8.8.8.8/"):
        request = Request(url)
        AddressGuard(None).process_request(request)
        assert "proxy" not in request.meta


def test_only_reserved_names_go_to_the_made_up_web() -> None:
    guard = AddressGuard("http://127.0.0.1:8123")
    request = Request("http://demo.test/a")
    guard.process_request(request)
    assert request.meta["proxy"] == "http://127.0.0.1:8123"
    other = Request("https://hospital.example/a")
    guard.process_request(other)
    assert "proxy" not in other.meta
    for url in ("http://127.0.0.1:8123/", "http://demo.test.example/", "http://10.0.0.1/"):
        if "example" in url:
            guard.process_request(Request(url))
        else:
            with pytest.raises(RefusedAddress):
                guard.process_request(Request(url))


class Receiver:
    def __init__(self) -> None:
        self.addresses: list[Any] = []

    def resolutionBegan(self, resolution: Any) -> None:
        """Nothing to keep."""

    def addressResolved(self, address: Any) -> None:
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:
        """Nothing to keep."""


def test_private_dns_answers_never_reach_the_connection() -> None:
    receiver = Receiver()
    filtered = PublicAddresses(receiver, "rebind.example")
    for host in ("127.0.0.1", "8.8.8.8", "10.1.1.1"):
        filtered.addressResolved(IPv4Address("TCP", host, 0))
    for host in ("::1", "2606:4700::1111", "::ffff:192.168.0.1"):
        filtered.addressResolved(IPv6Address("TCP", host, 0))
    assert receiver.addresses == ["8.8.8.8", "2606:4700::1111"]


@given(st.ip_addresses())
def test_what_is_allowed_is_globally_reachable(address: Any) -> None:
    if is_public(str(address)):
        assert address.is_global and not address.is_private and not address.is_loopback
