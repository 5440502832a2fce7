# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: isapi
author: surveillance.hikvision authors (@surveillance-hikvision)
short_description: Hikvision devices over ISAPI
version_added: "0.1.0"
description:
  - The inventory host is the device. The modules of this collection talk to it over ISAPI, its HTTP interface, from
    within the Ansible worker on the controller; no program is copied anywhere.
  - The device has no shell. Modules that need one fail with a sentence that says what to do; M(ansible.builtin.ping)
    and M(ansible.builtin.wait_for_connection) work and mean that the device accepted the user name and password.
  - A wrong password is tried once for each device and run. Hikvision devices lock an account after a few.
notes:
  - Set these variables for a group in the inventory, for example in C(group_vars/cameras.yml), and the password in a
    vault, or give user and password with C(--user) and C(--ask-pass) as AWX Machine credentials do.
options:
  host:
    description: Address or name of the device.
    type: str
    default: inventory_hostname
    vars:
      - name: inventory_hostname
      - name: ansible_host
  port:
    description: TCP port. The default is 443 with TLS and 80 without.
    type: int
    vars:
      - name: ansible_port
  remote_user:
    description:
      - User name on the device.
      - An upgrade needs an administrator, or an operator with the remote upgrade right.
    type: str
    vars:
      - name: ansible_user
    env:
      - name: HIKVISION_USERNAME
    ini:
      - section: hikvision
        key: username
    keyword:
      - name: remote_user
    cli:
      - name: user
  password:
    description: Password on the device.
    type: str
    vars:
      - name: ansible_password
    env:
      - name: HIKVISION_PASSWORD
  use_ssl:
    description:
      - Whether to use HTTPS.
      - Without it, firmware and configuration travel readable; the password does not, because Digest is required.
    type: raw
    default: true
    vars:
      - name: hikvision_use_ssl
    env:
      - name: HIKVISION_USE_SSL
    ini:
      - section: hikvision
        key: use_ssl
  validate_certs:
    description: Whether the device's certificate must be signed by a known authority. See O(tls_fingerprint) first.
    type: raw
    default: true
    vars:
      - name: hikvision_validate_certs
    env:
      - name: HIKVISION_VALIDATE_CERTS
    ini:
      - section: hikvision
        key: validate_certs
  ca_path:
    description: File or directory of certificate authorities (PEM). The default is the system's own store.
    type: path
    vars:
      - name: hikvision_ca_path
    env:
      - name: HIKVISION_CA_PATH
    ini:
      - section: hikvision
        key: ca_path
  tls_fingerprint:
    description:
      - SHA-256 fingerprint of the device's certificate, hexadecimal with or without colons.
      - Replaces the check against authorities. Factory certificates are self-signed, so this is the way to be sure of
        them. An upgrade or reset may make a device generate a new certificate.
    type: str
    vars:
      - name: hikvision_tls_fingerprint
  tls_min_version:
    description: Oldest TLS version to accept. Firmware before about 2020 may need V(TLSv1.1) or V(TLSv1).
    type: str
    choices: [TLSv1, TLSv1.1, TLSv1.2, TLSv1.3]
    default: TLSv1.2
    vars:
      - name: hikvision_tls_min_version
    ini:
      - section: hikvision
        key: tls_min_version
  tls_ciphers:
    description:
      - OpenSSL cipher list. Old devices with 1024-bit keys or SHA-1 certificates need V(DEFAULT:@SECLEVEL=0).
    type: str
    vars:
      - name: hikvision_tls_ciphers
    ini:
      - section: hikvision
        key: tls_ciphers
  allow_basic:
    description:
      - Whether to answer a device that offers only HTTP Basic without TLS, which sends the password readable.
      - Over TLS, Basic is used where the device offers nothing better.
    type: raw
    default: false
    vars:
      - name: hikvision_allow_basic
    ini:
      - section: hikvision
        key: allow_basic
  timeout:
    description:
      - Seconds without a sign of life after which a request has failed.
      - Without the variable, Ansible's own connection timeout holds. It comes from C(--timeout) or from C(timeout) in
        the section C([defaults]) of C(ansible.cfg).
    type: float
    default: 10.0
    vars:
      - name: hikvision_timeout
"""

EXAMPLES = r"""
# group_vars/hikvision.yml
#
# ansible_connection: surveillance.hikvision.isapi
# ansible_user: admin
# ansible_password: "{{ vault_hikvision_password }}"
# hikvision_validate_certs: false        # or hikvision_tls_fingerprint per host

- name: What is this device
  hosts: hikvision
  gather_facts: false
  tasks:
    - name: Read identity, firmware and health of the storage
      surveillance.hikvision.device_info:
        gather_subset: [storage]
"""

import json
import re
import typing

from ansible.errors import AnsibleConnectionFailure, AnsibleError
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.plugins.connection import ConnectionBase

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.identity import read_identity
from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import (
    CONNECTION_OPTIONS,
    build_client,
    obstacle,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import IsapiError, Unreachable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._device_options import (
    DEVICE_OPTIONS,
    TRANSPORT,
    module_options,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._run import refusals_of_this_run

# The truth values above are "raw", because Ansible takes a misspelled one for false there, which would turn the check
# of certificates off without a word. The modules' own specification refuses what is neither true nor false.

_MODULE_NAME = re.compile(rb"ansible[\w.]*\.modules\.([\w.]+)")


class Connection(ConnectionBase):
    """Holds the options of one device. There is nothing to keep open: each task opens its own connection."""

    transport = TRANSPORT
    has_pipelining = True
    # Ansible then hands over a module in one piece, so that we can see which one it is.
    always_pipeline_modules = True

    def _connect(self) -> Connection:
        self._connected = True
        return self

    def device_options(self) -> dict[str, typing.Any]:
        """The connection options under the modules' names."""
        return module_options({name: self.get_option(name) for name in DEVICE_OPTIONS})

    def exec_command(self, cmd: str, in_data: bytes | None = None, sudoable: bool = True) -> tuple[int, bytes, bytes]:
        """Answer ``ping`` by reading the device; refuse everything else, as there is no shell."""
        if in_data is None:
            return _answer_interpreter_discovery(cmd)
        found = _MODULE_NAME.search(in_data)
        module = found.group(1).decode() if found else "this module"
        if module == "ping":
            self._read_device()
            return 0, json.dumps({"ping": "pong"}).encode(), b""
        raise AnsibleError(
            f"{module} needs a shell, and this host is a device that only speaks ISAPI. Use a module of "
            "surveillance.hikvision, or run the task elsewhere with delegate_to (localhost, for example)."
        )

    def put_file(self, in_path: str, out_path: str) -> None:
        raise AnsibleError(_NO_FILES)

    def fetch_file(self, in_path: str, out_path: str) -> None:
        raise AnsibleError(_NO_FILES)

    def close(self) -> None:
        self._connected = False

    def reset(self) -> None:
        self.close()

    def _read_device(self) -> None:
        checked = ArgumentSpecValidator(CONNECTION_OPTIONS).validate(self.device_options())
        options = checked.validated_parameters
        problem = "; ".join(checked.error_messages) or obstacle(options)
        if problem:
            raise AnsibleError(problem)
        try:
            client = build_client(options, ledger=refusals_of_this_run(), read_only=True)
            try:
                read_identity(client)
            finally:
                client.forget_session()
        except Unreachable as error:
            raise AnsibleConnectionFailure(str(error)) from None
        except (IsapiError, OSError, ValueError) as error:
            raise AnsibleError(str(error)) from None


_NO_FILES = (
    "A Hikvision device takes no files over this connection. Firmware goes through surveillance.hikvision.firmware; "
    "other tasks run elsewhere with delegate_to (localhost, for example)."
)


def _answer_interpreter_discovery(command: str) -> tuple[int, bytes, bytes]:
    """Let the search for Python end quietly, so that the module that wants it gets to give the real reason."""
    if "ENDFOUND" in command:
        platform = "PLATFORM\nISAPI\n" if "PLATFORM" in command else ""
        return 0, f"{platform}FOUND\n/usr/bin/python3\nENDFOUND\n".encode(), b""
    raise AnsibleError(
        "This host is a device that only speaks ISAPI; it can not run commands. Use a module of "
        "surveillance.hikvision, or run the task elsewhere with delegate_to (localhost, for example)."
    )
