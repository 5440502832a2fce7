# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where Ansible begins: options to a client, a ``run()`` to a result, errors to messages.

A module is data (:class:`DeviceModule`) plus a ``run(client, params, task)`` that can not exit. Two fronts call it:
:meth:`DeviceModule.main` as an ordinary module process, and the action plugin inside the controller's worker.
"""

from __future__ import annotations

import dataclasses
import ipaddress
import re
import typing

from ansible.module_utils.basic import AnsibleModule, missing_required_lib
from ansible.module_utils.common.parameters import env_fallback

from ._clock import SystemClock
from ._firmware.passage import Guard, unguarded
from ._isapi import tls, transport
from ._isapi.authentication import Credentials
from ._isapi.client import Client
from ._isapi.errors import CredentialsRefused, IsapiError, Unreachable
from ._isapi.ledger import MemoryLedger, RefusalLedger
from ._progress import Report

Params = typing.Mapping[str, typing.Any]
Result = dict[str, typing.Any]
Learn = typing.Callable[[str, str, typing.Callable[[], str]], str]
Keep = typing.Callable[[str, Params, Result], Result]

CONNECTION_OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    "host": {"type": "str"},
    "port": {"type": "int"},
    "username": {"type": "str", "fallback": (env_fallback, ["HIKVISION_USERNAME"])},
    "password": {"type": "str", "no_log": True, "fallback": (env_fallback, ["HIKVISION_PASSWORD"])},
    "use_ssl": {"type": "bool", "default": True},
    "validate_certs": {"type": "bool", "default": True},
    "ca_path": {"type": "path"},
    "tls_fingerprint": {"type": "str"},
    "tls_min_version": {"type": "str", "choices": list(tls.VERSIONS), "default": "TLSv1.2"},
    "tls_ciphers": {"type": "str"},
    "allow_basic": {"type": "bool", "default": False},
    "timeout": {"type": "float", "default": 10.0},
}

# Options of the modules that wait for a device to come back; seconds.
WAITING_OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    "boot_timeout": {"type": "float", "default": 900.0},
    "poll_interval": {"type": "float", "default": 3.0},
    "good_reads": {"type": "int", "default": 3},
}


@dataclasses.dataclass(frozen=True, slots=True)
class Task:
    """What a ``run()`` may know of the task around it.

    ``learn(path, question, answer)`` is the text that ``answer`` makes of a file. Where several hosts get the same
    file, it is made once a run. ``guard`` stands around the part that must not be cut short.
    """

    check_mode: bool = False
    diff_mode: bool = False
    warn: typing.Callable[[str], None] = lambda message: None
    report: Report = lambda progress: None
    learn: Learn = lambda path, question, answer: answer()
    guard: Guard = unguarded


class Run(typing.Protocol):
    def __call__(self, client: Client, params: Params, task: Task) -> Result: ...


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DeviceModule:
    """One module of the ``device`` action group.

    ``options`` is the argument spec of its own options. ``controller_files`` names options that hold paths of files
    to read on the controller, and ``companion_suffix`` what is appended to find a file that belongs to each;
    ``controller_directory`` names the option whose directory on the controller receives
    what the module wrote, through ``keep`` (see the action plugin), when it ran somewhere else.
    """

    name: str
    run: Run
    options: dict[str, dict[str, typing.Any]]
    constraints: dict[str, typing.Any] = dataclasses.field(default_factory=dict)
    controller_files: tuple[str, ...] = ()
    companion_suffix: str | None = None
    controller_directory: str | None = None
    keep: Keep | None = None

    @property
    def argument_spec(self) -> dict[str, dict[str, typing.Any]]:
        return {**CONNECTION_OPTIONS, **self.options}

    def main(self) -> None:
        """Run as a module process."""
        module = AnsibleModule(argument_spec=self.argument_spec, supports_check_mode=True, **self.constraints)
        task = Task(check_mode=module.check_mode, diff_mode=module._diff, warn=module.warn)
        result = perform(self, module.params, task, ledger=MemoryLedger())
        if result.get("failed"):
            module.fail_json(**result)
        module.exit_json(**result)


def perform(module: DeviceModule, params: Params, task: Task, *, ledger: RefusalLedger) -> Result:
    """Build the client, run the module, and put whatever goes wrong with the device into words and keys."""
    problem = obstacle(params)
    if problem:
        return {"failed": True, "msg": problem}
    try:
        client = build_client(params, ledger=ledger, read_only=task.check_mode)
    except (OSError, ValueError) as error:
        return {"failed": True, "msg": f"the TLS settings can not be used: {error}"}
    try:
        return module.run(client, params, task)
    except IsapiError as error:
        return failure(error, changed=client.has_written)
    finally:
        client.forget_session()


def failure(error: IsapiError, *, changed: bool) -> Result:
    """The result for an error. Silence is UNREACHABLE only before the first change; after it, a failure of ours."""
    result: Result = {
        "msg": _sentence(str(error)),
        "error": {"kind": type(error).__name__, **error.details()},
        "advice": error.advice,
        "changed": changed,
    }
    if isinstance(error, Unreachable) and not changed:
        result["unreachable"] = True
    else:
        result["failed"] = True
    if isinstance(error, CredentialsRefused):
        result |= error.details()
    return result


def obstacle(params: Params) -> str | None:
    """What keeps us from talking to any device: a missing library, or an option that is missing or can not be right."""
    if transport.MISSING_LIBRARY is not None:
        return f"{missing_required_lib('requests with urllib3 2.0 or newer')} ({transport.MISSING_LIBRARY})"
    for option, variable in (("host", "ansible_host"), ("username", "ansible_user"), ("password", "ansible_password")):
        value = params.get(option)
        if not value:
            return (
                f"{option} is not set. Give hosts ansible_connection: surveillance.hikvision.isapi and {variable} in "
                f"the inventory, or set the option {option}."
            )
        if re.search(r"[\r\n\0]", value):
            # Sent as it is, it would cost the device one wrong password.
            return f"{option} contains a line break, as the end of a file brings it along. The filter trim removes it."
    if not _may_be_host(params["host"]):
        return f"host is {params['host']!r}, which is neither an address nor a name. A port goes into ansible_port."
    return None


def _may_be_host(text: str) -> bool:
    if ":" not in text:
        return re.search(r"[\s/@?#\\]", text) is None
    try:
        ipaddress.IPv6Address(text.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def device_key(params: Params) -> str:
    """``host:port``, the name of a device in messages and in the ledger of refusals."""
    return f"{params['host']}:{_port(params)}"


def build_client(params: Params, *, ledger: RefusalLedger, read_only: bool) -> Client:
    """A client for the connection options. Raises :class:`OSError` or :class:`ValueError` for unusable TLS settings."""
    policy = tls.TlsPolicy(
        verify=params["validate_certs"],
        ca_path=params["ca_path"],
        fingerprint=params["tls_fingerprint"],
        minimum_version=params["tls_min_version"],
        ciphers=params["tls_ciphers"],
    )
    connection = transport.RequestsTransport(params["host"], _port(params), encrypted=params["use_ssl"], policy=policy)
    return Client(
        connection,
        Credentials(params["username"], params["password"]),
        device=device_key(params),
        clock=SystemClock(),
        ledger=ledger,
        timeout=params["timeout"],
        allow_basic=params["allow_basic"],
        read_only=read_only,
    )


def _port(params: Params) -> int:
    return int(params["port"] or (443 if params["use_ssl"] else 80))


def _sentence(text: str) -> str:
    first = text.partition(" ")[0]
    if first.isalpha():  # otherwise it is the name of a device, which keeps its spelling
        text = first[0].upper() + text[1:]
    return text + ("" if text.endswith((".", "!", "?")) else ".")
