"""The way to a server: encrypted and to the right one, or said out loud that it is not.

libpq's own default (``sslmode=prefer``) goes on in plain text, without a word, where a server offers
no TLS. Here a host that is not this computer means ``verify-full``, unless the address says otherwise.
"""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from sqlalchemy import URL

from desktop.domain.errors import Refusal
from desktop.domain.server_errors import (
    NoPlaceHere,
    NoRootCertificate,
    PlainWay,
    ServerSpeaksPlain,
    WrongCertificate,
    WrongLogin,
)

STRICT = "verify-full"
MAY_BE_PLAIN = {"allow", "prefer"}  # encrypts if the server likes to: no protection at all
_LOCAL = re.compile(r"localhost|127(\.\d{1,3}){3}|::1|[/@].*")  # a path is a socket
_CERTIFICATES = (  # what libpq says, and what is the matter
    ("does not match host name", "不是这台服务器的"),
    ("certificate verify failed", "不是本单位签发的，或已过期"),
    ("SSL error", "没有通过验证"),
    ("certificate", "读不了"),
)


def protected(url: URL, environment: Mapping[str, str] = os.environ) -> URL:
    """The address with ``sslmode`` said; raise ``PlainWay`` where it may end in plain text."""
    hosts = _hosts(url, environment)
    if all(_LOCAL.fullmatch(host) for host in hosts):
        return url
    mode = str(url.query.get("sslmode", ""))
    if mode in MAY_BE_PLAIN:
        raise PlainWay(mode, "、".join(hosts))
    return url if mode else url.update_query_dict({"sslmode": STRICT})


# What PostgreSQL says before it knows us, in its own language: English, or simplified Chinese.
_LOGIN = ("password authentication failed", "not permitted to log in", "认证失败", "不允许角色")
_DATABASE = ("permission denied for database", "权限不够", "没有权限")


def refusal(url: URL, said: str) -> Refusal | None:
    """What libpq said when it could not connect, in words; ``None`` when it was something else."""
    if "server does not support SSL" in said or "no encryption" in said:
        return ServerSpeaksPlain()
    if "root certificate file" in said and "does not exist" in said:
        return NoRootCertificate(str(url.query.get("sslrootcert") or _root_certificate()))
    if any(words in said for words in _LOGIN):
        return WrongLogin()
    if any(words in said for words in _DATABASE):
        return NoPlaceHere(url.username or "")
    return next((WrongCertificate(why) for words, why in _CERTIFICATES if words in said), None)


def _hosts(url: URL, environment: Mapping[str, str]) -> list[str]:
    """Every host that libpq might try; a service file may name any, so it counts as far away."""
    if "service" in url.query or environment.get("PGSERVICE"):
        return [str(url.query.get("service") or environment["PGSERVICE"])]
    told = [url.host or "", *_listed(url.query.get("host")), *_listed(url.query.get("hostaddr"))]
    if not any(told):
        told += _listed(environment.get("PGHOST"))
    told += _listed(environment.get("PGHOSTADDR")) if "hostaddr" not in url.query else []
    return [host for host in told if host]


def _listed(value: str | Iterable[str] | None) -> list[str]:
    """One host, several with commas, or several values of the address, with or without ports."""
    each = [value] if isinstance(value, str) else value or ()
    parts = [part.strip() for text in each for part in text.split(",")]
    return [re.sub(r"(?<=[^:]):\d+$", "", part) for part in parts]


def _root_certificate() -> Path:
    """Where libpq looks for it by itself."""
    if appdata := os.environ.get("APPDATA"):
        return Path(appdata) / "postgresql" / "root.crt"
    return Path("~/.postgresql/root.crt").expanduser()
