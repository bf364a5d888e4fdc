"""Who may ask: requests that name this service, and pages that it served itself."""

from __future__ import annotations

from starlette.types import Scope

from railsight.serve.refusals import Refusal

# What a browser says of a request that a page of another site made.
_FOREIGN = frozenset((b"cross-site", b"same-site"))


def check_request(scope: Scope, hosts: frozenset[str]) -> None:
    """Refusal unless the Host header names us and no page of elsewhere is behind the request.

    A name that an attacker points at this machine (DNS rebinding) has another Host; a page of another site that asks us
    in the background says so in Origin or Sec-Fetch-Site. Following a link to our own page is allowed.
    """
    host = origin = site = b""
    count = 0
    for name, value in scope["headers"]:
        if name == b"host":
            host, count = value, count + 1
        elif name == b"origin":
            origin = value
        elif name == b"sec-fetch-site":
            site = value.lower()
    if count != 1 or host_name(host) not in hosts:
        raise Refusal(
            400, "WrongHost", "this service does not answer to that host name", hint="name it with --allow-host"
        )
    if origin and _authority(origin) != host.lower():
        raise _foreign()
    if site in _FOREIGN and scope["path"] != "/":
        raise _foreign()


def host_name(header: bytes) -> str:
    """The name in a Host header, without port and brackets, in small letters; empty for nonsense."""
    try:
        text = header.decode("ascii").lower()
    except UnicodeDecodeError:
        return ""
    if text.startswith("["):
        name, closed, port = text[1:].partition("]")
        return name if closed and _is_port(port) else ""
    name, colon, port = text.partition(":")
    return name.removesuffix(".") if _is_port(colon + port) else ""


def _is_port(text: str) -> bool:
    return not text or (text[0] == ":" and len(text) <= 6 and (text[1:].isdecimal() or text == ":"))


def _authority(origin: bytes) -> bytes:
    return origin.lower().partition(b"://")[2]


def _foreign() -> Refusal:
    return Refusal(
        403,
        "Forbidden",
        "pages of other sites may not ask this service",
        hint="ask from its own page, or from a program that sends no Origin",
    )
