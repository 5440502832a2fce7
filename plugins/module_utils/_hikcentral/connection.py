# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From options to a client, and from errors to a result: what modules and the inventory plugin share.

The documentation fragment ``_openapi`` describes the options; a test compares the two.
"""

from __future__ import annotations

import contextlib
import re
import typing

from .._artemis import transport
from .._artemis.client import Client
from .._artemis.errors import ArtemisError
from .._artemis.signing import AccessKey, Style
from .._clock import SystemClock

Params = typing.Mapping[str, typing.Any]
Result = dict[str, typing.Any]

LIBRARY = "requests with urllib3 2.0 or newer"

OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    "host": {"type": "str"},
    "port": {"type": "int", "default": 443},
    "access_key": {"type": "str", "no_log": True},
    "secret_key": {"type": "str", "no_log": True},
    "user_id": {"type": "str"},
    "signature_style": {"type": "str", "choices": [str(style) for style in Style], "default": str(Style.ARTEMIS)},
    "validate_certs": {"type": "bool", "default": True},
    "ca_path": {"type": "path"},
    "tls_fingerprint": {"type": "str"},
    "timeout": {"type": "float", "default": 30.0},
    "retries": {"type": "int", "default": 2},
}
ENVIRONMENT: typing.Final = {
    "host": "HIKCENTRAL_HOST",
    "access_key": "HIKCENTRAL_ACCESS_KEY",
    "secret_key": "HIKCENTRAL_SECRET_KEY",
}
PAGE_SIZE: typing.Final[dict[str, typing.Any]] = {"type": "int", "default": 200}

_HOST = re.compile(r"[^\s/@?#\\]+")
_HEADER_VALUE = re.compile(r"[\x21-\x7e]+")


class Unusable(Exception):
    """Options that can not be right, as a sentence."""


def argument_spec(env_fallback: typing.Callable[..., typing.Any]) -> dict[str, dict[str, typing.Any]]:
    """:data:`OPTIONS` for a module, with Ansible's fallback to the environment."""
    return {
        name: option | ({"fallback": (env_fallback, [ENVIRONMENT[name]])} if name in ENVIRONMENT else {})
        for name, option in OPTIONS.items()
    }


@contextlib.contextmanager
def connected(params: Params) -> typing.Iterator[Client]:
    """A client for the options. Raises :class:`Unusable`."""
    _check(params)
    trust = transport.Trust(params["validate_certs"], params["ca_path"], params["tls_fingerprint"])
    try:
        wire = transport.RequestsTransport(params["host"], params["port"], trust=trust, timeout=params["timeout"])
    except (OSError, ValueError) as error:
        raise Unusable(f"the TLS settings can not be used: {error}") from error
    client = Client(
        wire,
        AccessKey(params["access_key"], params["secret_key"]),
        clock=SystemClock(),
        style=Style(params["signature_style"]),
        user_id=params["user_id"],
        retries=params["retries"],
    )
    with contextlib.closing(client):
        yield client


def server(params: Params) -> str:
    """Address and port, the name of the server in results."""
    return f"{params['host']}:{params['port']}"


def failure(error: ArtemisError | Unusable | OSError) -> Result:
    """The result for what ended the work."""
    if isinstance(error, ArtemisError):
        about = {"kind": type(error).__name__, **error.details()}
        return {"failed": True, "msg": sentence(str(error)), "error": about, "advice": error.advice}
    return {"failed": True, "msg": sentence(str(error))}


def sentence(text: str) -> str:
    if text.partition(" ")[0].isalpha():  # otherwise it is the name of a list or an option, which keeps its spelling
        text = text[0].upper() + text[1:]
    return text + ("" if text.endswith((".", "!", "?")) else ".")


def check_page_size(size: int, largest: int) -> None:
    """Raises :class:`Unusable`."""
    if not 1 <= size <= largest:
        raise Unusable(f"page_size is {size}, it can be 1 to {largest}")


def _check(params: Params) -> None:
    for option, variable in ENVIRONMENT.items():
        if not params[option]:
            raise Unusable(f"{option} is not set, and neither is the environment variable {variable}")
    if not _HOST.fullmatch(params["host"]):
        raise Unusable("host is neither an address nor a name; a port goes into port")
    for option in ("access_key", "secret_key", "user_id"):
        # The value is not repeated: two of these are secret.
        if params[option] and not _HEADER_VALUE.fullmatch(params[option]):
            raise Unusable(f"{option} holds a blank, a line break or a letter that HTTP can not carry")
    if params["timeout"] <= 0 or params["retries"] < 0:
        raise Unusable("timeout must be above 0, and retries 0 or more")
