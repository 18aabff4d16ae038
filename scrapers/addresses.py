"""Which addresses may be asked: public ones only, whatever a link, a redirect or a DNS answer says.

Two gates: `AddressGuard` looks at every request (also after redirects), `GuardedResolver` at every DNS answer, and it
is the resolver that the connection is made with, so that a name cannot answer differently the second time.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingHostnameResolver, HostResolution
from twisted.internet.address import IPv4Address
from twisted.internet.interfaces import IAddress, IHostnameResolver
from zope.interface import implementer

PORTS = frozenset({80, 443})
EMBEDDED = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("2002::/16"))
"""IPv6 ranges that carry an IPv4 address: NAT64 and 6to4."""


class RefusedAddress(IgnoreRequest):
    """A request to an address that this crawler must not ask."""


def is_public(host: str) -> bool:
    """True where a literal IP address is on the public internet."""
    address = ipaddress.ip_address(host.split("%")[0].strip("[]"))
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(str(address.ipv4_mapped))
        if any(address in network for network in EMBEDDED):
            return False
    return address.is_global and not address.is_multicast


def literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.split("%")[0].strip("[]"))
    except ValueError:
        return False
    return True


def is_test_host(host: str) -> bool:
    """Names under .test are reserved (RFC 6761) and belong to nobody."""
    return host == "test" or host.endswith(".test")


class AddressGuard:
    """Refuses what is not http(s) on a usual port of a public host. With TEST_WEB, names under .test go there."""

    def __init__(self, test_web: str | None) -> None:
        self.test_web = test_web

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AddressGuard:
        return cls(crawler.settings.get("TEST_WEB"))

    def process_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        host = (parts.hostname or "").rstrip(".").lower()
        try:
            port = parts.port
        except ValueError as error:
            raise RefusedAddress(f"{request.url}: the port is no number") from error
        if parts.scheme not in {"http", "https"} or not host:
            raise RefusedAddress(f"{request.url}: not an http(s) address")
        if parts.username or parts.password:
            raise RefusedAddress(f"{request.url}: carries a user name or password")
        if self.test_web and is_test_host(host):
            if port is None:
                request.meta["proxy"] = self.test_web
            return
        if literal(host) and not is_public(host):
            raise RefusedAddress(f"{host} is not a public address")
        if host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".test", ".home.arpa")):
            raise RefusedAddress(f"{host} is not a public name")
        if port is not None and port not in PORTS:
            raise RefusedAddress(f"{host}:{port}: only ports 80 and 443 are asked")


refused_names: dict[str, str] = {}
"""Name to the private address that it answered with, so that the outcome can be named."""


class PublicAddresses:
    """Passes on public addresses of a DNS answer and keeps the others back (an IResolutionReceiver)."""

    def __init__(self, receiver: Any, name: str) -> None:
        self.receiver = receiver
        self.name = name

    def resolutionBegan(self, resolution: Any) -> None:
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        host = getattr(address, "host", "")
        if is_public(host):
            self.receiver.addressResolved(address)
        else:
            refused_names[self.name] = host

    def resolutionComplete(self) -> None:
        self.receiver.resolutionComplete()


@implementer(IHostnameResolver)
class GuardedResolver(CachingHostnameResolver):
    """DNS with private, loopback, link-local and reserved answers taken out. TEST_WEB maps names under .test to it."""

    def __init__(self, reactor: Any, cache_size: int, test_web: str | None) -> None:
        super().__init__(reactor, cache_size)
        self.test_host = urlsplit(test_web).hostname if test_web else None

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> GuardedResolver:
        return cls(reactor, crawler.settings.getint("DNSCACHE_SIZE"), crawler.settings.get("TEST_WEB"))

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        if self.test_host and (is_test_host(hostName) or hostName == self.test_host):
            resolution = HostResolution(hostName)
            resolutionReceiver.resolutionBegan(resolution)
            resolutionReceiver.addressResolved(IPv4Address("TCP", self.test_host, portNumber))
            resolutionReceiver.resolutionComplete()
            return resolution
        public: Any = PublicAddresses(resolutionReceiver, hostName)
        return super().resolveHostName(
            public,
            hostName,
            portNumber,
            addressTypes,
            transportSemantics,
        )
