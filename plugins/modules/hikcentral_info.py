# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks HikCentral's OpenAPI for the version and how much there is to manage."""

from __future__ import annotations

DOCUMENTATION = r"""
module: hikcentral_info
short_description: Read version and counts from HikCentral's OpenAPI
version_added: "0.1.0"
description:
  - Reads the version of HikCentral Professional and the numbers of devices, doors, persons and organizations.
  - An OpenAPI that is not there is an answer, not a failure, unless O(required) is set. Old versions, and licenses
    without it, have none.
  - A key or signature that is refused, a missing permission for all of the OpenAPI, a certificate that can not be
    trusted, and answers that are no answers are failures in any case. Somebody has to mend them.
  - Runs where Python is, such as C(localhost), not on the HikCentral server.
author: surveillance.hikvision authors (@surveillance-hikvision)
options:
  required:
    description: Whether to fail when no OpenAPI answers.
    type: bool
    default: false
attributes:
  check_mode:
    support: full
    details:
      - The module reads and changes nothing, in any mode.
  diff_mode:
    support: N/A
    details:
      - The module changes nothing, so there is no difference to show.
extends_documentation_fragment:
  - surveillance.hikvision._openapi
  - surveillance.hikvision._openapi.module
seealso:
  - module: surveillance.hikvision.hikcentral_person_export
  - plugin: surveillance.hikvision.hikcentral
    plugin_type: inventory
"""

EXAMPLES = r"""
- name: Ask HikCentral what it is
  surveillance.hikvision.hikcentral_info:
    host: hikcentral.example.com
    access_key: "{{ vaulted_hikcentral_access_key }}"
    secret_key: "{{ vaulted_hikcentral_secret_key }}"
    ca_path: /etc/ssl/certs/company-ca.pem
  delegate_to: localhost
  register: hikcentral

- name: Connect in the same way with several tasks
  module_defaults:
    group/surveillance.hikvision.openapi:
      host: hikcentral.example.com
      access_key: "{{ vaulted_hikcentral_access_key }}"
      secret_key: "{{ vaulted_hikcentral_secret_key }}"
      ca_path: /etc/ssl/certs/company-ca.pem
  delegate_to: localhost
  block:
    - name: Make sure that there is an OpenAPI
      surveillance.hikvision.hikcentral_info:
        required: true

    - name: Keep a copy of the persons
      surveillance.hikvision.hikcentral_person_export:
        dest: /srv/hikcentral/persons

- name: Say why there is nothing to know
  ansible.builtin.debug:
    msg: "{{ hikcentral.reason }}"
  when: not hikcentral.available

- name: Compare the device counts after maintenance with those before
  ansible.builtin.assert:
    that: hikcentral.counts.encoding_devices == before.counts.encoding_devices
  when: hikcentral.available and before.available
"""

RETURN = r"""
available:
  description: Whether an OpenAPI answers.
  returned: success
  type: bool
reason:
  description: Why none answers, in a sentence. V(null) when one does.
  returned: success
  type: str
  sample: "A web page answered common/v1/version (HTTP status 200), not the OpenAPI."
error:
  description:
    - What went wrong, in words for programs. V(null) when nothing did.
    - C(kind) is V(NotReached) or V(NotOffered) when no OpenAPI answers. Of failures, it is V(KeyRefused),
      V(PermissionDenied), V(Busy), V(Refused), V(TlsRefused) or V(BadAnswer).
    - C(code) is the code in the answer, C(http_status) the HTTP status, where there is one.
  returned: always, but for options that can not be used
  type: dict
  sample: {kind: NotOffered, code: "8", http_status: null}
product:
  description: Name of the product. V(null) when it is not known.
  returned: success
  type: str
  sample: HikCentral Professional
version:
  description: Version of the software. V(null) when it is not known.
  returned: success
  type: str
  sample: V2.1.0.0
counts:
  description: How many there are of each. V(null) for what is not known.
  returned: success
  type: dict
  contains:
    encoding_devices:
      description: Cameras and recorders that are managed as devices.
      type: int
    access_control_devices:
      description: Door controllers.
      type: int
    cameras:
      description: Cameras, with those behind recorders.
      type: int
    doors:
      description: Doors.
      type: int
    persons:
      description: Persons.
      type: int
    organizations:
      description: Organizations.
      type: int
obstacles:
  description: Why a count is not known, by its name.
  returned: success
  type: dict
  sample: {doors: "HikCentral refused resource/v1/acsDoor/acsDoorList with code 130: no permission"}
msg:
  description: The result in a sentence, or what went wrong.
  returned: always
  type: str
advice:
  description: What to do about a failure.
  returned: failure, but for options that can not be used
  type: str
"""

import typing

from ansible.module_utils.basic import AnsibleModule, missing_required_lib
from ansible.module_utils.common.parameters import env_fallback

from ..module_utils._artemis.client import Client
from ..module_utils._artemis.errors import ArtemisError, NotOffered, NotReached
from ..module_utils._artemis.transport import MISSING_LIBRARY
from ..module_utils._hikcentral import connection
from ..module_utils._hikcentral.product import COUNTED, read_counts, read_product

OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {"required": {"type": "bool", "default": False}}


def run(client: Client, params: connection.Params) -> connection.Result:
    """The result of the module. Raises :class:`ArtemisError`."""
    try:
        product = read_product(client)
    except (NotOffered, NotReached) as error:
        if params["required"]:
            raise
        return _nothing(error)
    counts = read_counts(client)
    return {
        "available": True,
        "reason": None,
        "error": None,
        "product": product.name,
        "version": product.version,
        "counts": counts.numbers,
        "obstacles": counts.obstacles,
        "msg": f"{product.name or 'HikCentral'} {product.version or 'of unknown version'} answers.",
    }


def _nothing(error: ArtemisError) -> connection.Result:
    failure = connection.failure(error)
    return {
        "available": False,
        "reason": failure["msg"],
        "error": failure["error"],
        "product": None,
        "version": None,
        "counts": dict.fromkeys(COUNTED),
        "obstacles": {},
        "msg": f"No OpenAPI is available. {failure['msg']}",
    }


def main() -> None:
    spec = {**connection.argument_spec(env_fallback), **OPTIONS}
    module = AnsibleModule(argument_spec=spec, supports_check_mode=True)
    if MISSING_LIBRARY is not None:
        module.fail_json(msg=f"{missing_required_lib(connection.LIBRARY)} ({MISSING_LIBRARY})")
    try:
        with connection.connected(module.params) as client:
            result = run(client, module.params)
    except (ArtemisError, connection.Unusable) as error:
        module.fail_json(**connection.failure(error))
    module.exit_json(changed=False, **result)


if __name__ == "__main__":
    main()
