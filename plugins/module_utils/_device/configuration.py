# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Export and import of a device's configuration (``/ISAPI/System/configurationData``).

The file is opaque: encrypted, bound to the model, and on newer firmware to a secret that must be given again on
import.
"""

from __future__ import annotations

import dataclasses

from .._isapi.client import Client
from .._isapi.errors import BadAnswer, ConnectionLost, IsapiError, NotSupported, Rejected
from .._isapi.request import MIB, Answer, Body, BytesBody, Request
from .._isapi.status import response_status
from .capabilities import SecurityCapabilities, read_security_capabilities
from .secret import encrypt

_PATH = "/ISAPI/System/configurationData"
_LIMIT = 64 * MIB
_TIMEOUT = 120.0


def export_configuration(client: Client, secret_key: str | None, *, minimum: int) -> bytes:
    """The configuration file. ``minimum`` is the least plausible size in bytes.

    Raises :class:`BadAnswer` for an error page or a file that is too small, besides what :meth:`Client.send` raises.
    """
    query = _query(client, secret_key)
    answer = client.send(Request("GET", _PATH, query, timeout=_TIMEOUT, limit=_LIMIT))
    _check(answer, minimum)
    return answer.body


def _check(answer: Answer, minimum: int) -> None:
    if answer.is_html:
        raise BadAnswer("the device sent a web page instead of its configuration")
    if _is_message(answer):
        status = response_status(answer)
        raise BadAnswer(f"the device sent a message instead of its configuration: {status or 'no status in it'}")
    if len(answer.body) < minimum:
        raise BadAnswer(
            f"the device sent a configuration of {len(answer.body)} bytes; fewer than {minimum} can not be complete"
        )


def _is_message(answer: Answer) -> bool:
    """Whether it reads as XML or JSON. The first byte alone says nothing: encrypted files begin with any byte."""
    try:
        if answer.is_json:
            answer.json()
        else:
            answer.xml()
    except BadAnswer:
        return False
    return True


@dataclasses.dataclass(frozen=True, slots=True)
class Import:
    """How an import ended: whether the device asked for a reboot, and what went wrong once it had the whole file."""

    reboot_wanted: bool = False
    error: IsapiError | None = None


def import_configuration(client: Client, data: bytes, secret_key: str | None) -> Import:
    """Send a configuration file back to a device of the same model.

    Cameras and recorders document PUT, access control documents POST. A device that drops the connection after the
    last byte may be restarting with it. Raises :class:`Rejected` for a file turned down, :class:`ConnectionLost` when
    the connection broke before the device had all of it, and what :meth:`Client.send` raises before that.
    """
    query = _query(client, secret_key)
    try:
        return _import("PUT", client, data, query)
    except NotSupported:
        return _import("POST", client, data, query)


def _import(verb: str, client: Client, data: bytes, query: dict[str, str]) -> Import:
    client.prime()
    body: Body = BytesBody(data, "application/octet-stream")
    try:
        verdict = response_status(client.send(Request(verb, _PATH, query, body=body, timeout=_TIMEOUT)))
    except (ConnectionLost, Rejected, BadAnswer) as error:
        client.forget_session()
        if _nothing_happened(error):
            raise
        return Import(error=error)
    return Import(reboot_wanted=verdict is not None and verdict.reboot_required)


def _nothing_happened(error: IsapiError) -> bool:
    if isinstance(error, Rejected):
        return error.turned_down
    return isinstance(error, ConnectionLost) and not error.whole_body_sent


def _query(client: Client, secret_key: str | None) -> dict[str, str]:
    if not secret_key:
        return {}
    return encrypt(secret_key, client.credentials, _security(client)).as_query()


def _security(client: Client) -> SecurityCapabilities:
    try:
        return read_security_capabilities(client, client.credentials.username)
    except (NotSupported, BadAnswer):
        return SecurityCapabilities()


def wants_secret(error: Rejected) -> bool:
    """Whether a refused export or import may be about the secret key rather than the request."""
    return error.sub_status.casefold() in (
        "cfgfilesecretkeyerror",
        "importcfgfilepassworderr",
        "invalidoperation",
        "badparameters",
    )
