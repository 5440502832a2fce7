# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Inventory plugin: the devices that HikCentral manages."""

from __future__ import annotations

DOCUMENTATION = r"""
name: hikcentral
short_description: The devices that HikCentral Professional manages
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Reads the encoding devices (cameras and recorders) and the access control devices of a HikCentral server over its
    OpenAPI. Each is a host.
  - The configuration file must end with C(hikcentral.yml) or C(hikcentral.yaml). C(ansible-inventory -i
    site.hikcentral.yml --graph) shows what comes of it.
  - All devices, or none. A list that does not hold as many devices as HikCentral announces, holds one twice, or changes
    while it is read, is an error. Ansible turns an error of an inventory source into a warning and goes on without its
    hosts; set C(any_unparsed_is_failed) in the section C(inventory) of C(ansible.cfg) to make it stop.
  - Hosts are in the group C(hikcentral_devices), and below it in C(hikcentral_encoding) or
    C(hikcentral_access_control), in C(hikcentral_online), C(hikcentral_offline) or C(hikcentral_unknown), and in
    C(hikcentral_site_<name>) where the site is known. Characters that no group may have become C(_).
  - Keep the group C(hikcentral) for the servers themselves, which the role
    P(surveillance.hikvision.hikcentral#role) works on.
  - What HikCentral tells of a device is the variable C(hikcentral_device), a dictionary with the keys C(kind),
    C(index_code), C(name), C(address), C(sdk_port), C(code), C(protocol), C(status) and C(site). What is not known is
    null, which expressions have to cope with if O(strict) is V(true).
  - C(ansible_host) is the device's address. C(ansible_port) is never set, because HikCentral knows the port of the
    vendor's own protocol (usually 8000) and not that of the web interface. Set it with O(compose) where it is not the
    usual one.
  - Neither connection nor credentials of the devices are set. Set them with O(compose), or in C(group_vars) of the
    group C(hikcentral_devices).
  - A camera behind a recorder is no device of its own in HikCentral, so it is no host.
  - A device that HikCentral reaches over ONVIF or another foreign protocol may answer no ISAPI. C(protocol) tells.
options:
  plugin:
    description: Must be V(surveillance.hikvision.hikcentral).
    type: str
    required: true
    choices: [surveillance.hikvision.hikcentral]
  host:
    description:
      - Address or name of the HikCentral server.
      - In a configuration file, this may be a template, such as a lookup. So may O(access_key) and O(secret_key).
      - If it is not set, the environment variable E(HIKCENTRAL_HOST) is used.
    env:
      - name: HIKCENTRAL_HOST
  access_key:
    env:
      - name: HIKCENTRAL_ACCESS_KEY
  secret_key:
    env:
      - name: HIKCENTRAL_SECRET_KEY
  kinds:
    description:
      - Which devices to read.
      - A list that this version of HikCentral does not offer, or that the key may not read, is an error. Leave it out.
    type: list
    elements: str
    choices: [encoding, access_control]
    default: [encoding, access_control]
  hostname:
    description:
      - What hosts are called after. Blanks, and whatever a host pattern takes for something else, become C(-).
      - V(index_code) makes names such as C(encoding-12). They stay when a device is renamed or moved.
      - Where several devices would get one name, each of them gets kind and index code appended. So does one that is
        called like something of Ansible's, such as C(localhost). A device without a name or address is called as with
        V(index_code).
    type: str
    choices: [name, address, index_code]
    default: name
  sites:
    description:
      - Whether to find out the sites of devices. That takes the lists of sites and of all cameras.
      - A device whose cameras belong to different sites has none. So have access control devices, unless HikCentral
        tells it with the device. A server without a list of sites has no groups for them.
      - When V(true), the key needs the right to read both lists.
    type: bool
    default: true
  page_size:
    description: How many records to ask for at once, 1 to 500.
    type: int
    default: 200
extends_documentation_fragment:
  - surveillance.hikvision._openapi
  - ansible.builtin.constructed
  - ansible.builtin.inventory_cache
seealso:
  - plugin: surveillance.hikvision.hikcentral_drift
    plugin_type: filter
    description: What HikCentral manages and another inventory lacks, and the other way round.
  - plugin: surveillance.hikvision.isapi
    plugin_type: connection
  - module: surveillance.hikvision.hikcentral_info
"""

EXAMPLES = r"""
# site.hikcentral.yml, with the keys in HIKCENTRAL_ACCESS_KEY and HIKCENTRAL_SECRET_KEY
plugin: surveillance.hikvision.hikcentral
host: hikcentral.example.com
ca_path: /etc/ssl/certs/company-ca.pem

---
# Hosts that the modules of this collection can work on: those that are online are in the group hikvision. The
# credentials of the devices are in group_vars/hikvision. HikCentral is asked once an hour, or with --flush-cache.
plugin: surveillance.hikvision.hikcentral
host: hikcentral.example.com
access_key: "{{ lookup('ansible.builtin.env', 'SITE_AK') }}"
secret_key: "{{ lookup('ansible.builtin.env', 'SITE_SK') }}"
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: /var/cache/ansible/hikcentral
strict: true
compose:
  ansible_connection: "'surveillance.hikvision.isapi'"
  ansible_port: 8443 if hikcentral_device.site == 'Depot' else 443
groups:
  hikvision: hikcentral_device.status == 'online' and hikcentral_device.address is not none
keyed_groups:
  - key: hikcentral_device.protocol
    prefix: protocol
    default_value: unknown
"""

import hashlib
import json
import typing

from ansible.errors import AnsibleParserError
from ansible.module_utils.basic import missing_required_lib
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis.errors import ArtemisError
from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis.paging import LARGEST_PAGE
from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis.transport import MISSING_LIBRARY
from ansible_collections.surveillance.hikvision.plugins.module_utils._hikcentral import connection
from ansible_collections.surveillance.hikvision.plugins.module_utils._hikcentral.device import (
    Kind,
    ManagedDevice,
    read_devices,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._hikcentral_inventory.hosts import (
    ROOT_GROUP,
    NameBy,
    SameName,
    groups_of,
    named,
    variables_of,
)

_TEMPLATES = ("host", "access_key", "secret_key")
_CACHE_FORMAT = 1  # counts up when what is cached gets another form


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """The inventory plugin of this file."""

    NAME = "surveillance.hikvision.hikcentral"

    def verify_file(self, path: str) -> bool:
        return super().verify_file(path) and path.endswith(("hikcentral.yml", "hikcentral.yaml"))

    def parse(self, inventory: typing.Any, loader: typing.Any, path: str, cache: bool = True) -> None:
        super().parse(inventory, loader, path, cache)
        self._read_config_data(path)
        if MISSING_LIBRARY is not None:
            raise AnsibleParserError(f"{missing_required_lib(connection.LIBRARY)} ({MISSING_LIBRARY})")
        try:
            devices = self._cached(path, fresh=not cache)
            hosts = named(devices, NameBy(self.get_option("hostname")))
        except (ArtemisError, SameName, connection.Unusable) as error:
            advice = f" {error.advice}" if isinstance(error, ArtemisError) else ""
            raise AnsibleParserError(f"{path}: {connection.sentence(str(error))}{advice}") from error
        inventory.add_group(ROOT_GROUP)
        for host, device in hosts.items():
            self._add(inventory, host, device)

    def _cached(self, path: str, *, fresh: bool) -> list[ManagedDevice]:
        """The devices from the cache if it may be used and has them, else from the server."""
        if not self.get_option("cache"):
            return self._read()
        key = self._key(path)
        if not fresh and key in self._cache:
            return [ManagedDevice.from_dict(plain) for plain in self._cache[key]]
        devices = self._read()
        self._cache[key] = [device.as_dict() for device in devices]
        return devices

    def _key(self, path: str) -> str:
        """One for each question: with another server or other kinds, the old answer does not count."""
        params = self._params()
        asked = [_CACHE_FORMAT, connection.server(params), sorted(self.get_option("kinds")), self.get_option("sites")]
        digest = hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:8]
        return f"{self.get_cache_key(path)}_{digest}"

    def _read(self) -> list[ManagedDevice]:
        connection.check_page_size(self.get_option("page_size"), LARGEST_PAGE)
        with connection.connected(self._params()) as client:
            return read_devices(
                client,
                [kind for kind in Kind if kind in self.get_option("kinds")],
                page_size=self.get_option("page_size"),
                with_sites=self.get_option("sites"),
            )

    def _params(self) -> dict[str, typing.Any]:
        params = {name: self.get_option(name) for name in connection.OPTIONS}
        for name in _TEMPLATES:
            if params[name] is not None:
                params[name] = str(self.templar.template(params[name]))
        return params

    def _add(self, inventory: typing.Any, host: str, device: ManagedDevice) -> None:
        inventory.add_host(host, group=ROOT_GROUP)
        for group in groups_of(device):
            name = inventory.add_group(self._sanitize_group_name(group))
            inventory.add_child(ROOT_GROUP, name)
            inventory.add_child(name, host)
        # Ansible before 2.19 does not see that words came from a server and would evaluate braces in them.
        variables = wrap_var(variables_of(device))
        for name, value in variables.items():
            inventory.set_variable(host, name, value)
        strict = self.get_option("strict")
        self._set_composite_vars(self.get_option("compose"), variables, host, strict=strict)
        composed = {**variables, **inventory.get_host(host).get_vars()}
        self._add_host_to_composed_groups(self.get_option("groups"), composed, host, strict=strict)
        self._add_host_to_keyed_groups(self.get_option("keyed_groups"), composed, host, strict=strict)
