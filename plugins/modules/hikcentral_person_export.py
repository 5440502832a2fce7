# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps a copy of the persons in HikCentral."""

from __future__ import annotations

DOCUMENTATION = r"""
module: hikcentral_person_export
short_description: Keep a copy of the persons in HikCentral
version_added: "0.1.0"
description:
  - Reads all persons over the OpenAPI, with organizations and access levels, and writes them to C(persons.json) and
    C(persons.csv) in a directory.
  - The system backup of HikCentral's web client holds no persons of access control. This copy is one more safety, for
    people and programs to look things up in. HikCentral's web client can not import it, so it does not replace the
    export of its person list.
  - The copy is whole, or the task fails. The number of persons must be the one that HikCentral tells, no person may
    come twice, and the number must not change while the list is read.
  - C(persons.json) holds each record as HikCentral sent it. C(persons.csv) is a table of the usual columns, in which
    cells that a spreadsheet could take for a formula start with an apostrophe. That includes phone numbers with C(+).
  - Both files get mode C(0600) and appear whole or not at all. They hold no time, so that an unchanged list makes
    unchanged files, and the task is V(ok).
  - Pictures and fingerprints are not read. How they are sent differs between versions and is not documented well
    enough to promise a whole copy. A record keeps the reference to its picture.
  - Names, numbers and cards of persons are never part of the result.
author: surveillance.hikvision authors (@surveillance-hikvision)
options:
  dest:
    description:
      - Directory for the two files, on the host that runs the task. It is made with mode C(0700) if it is missing.
    type: path
    required: true
  include:
    description:
      - What is read beside the persons.
      - V(access_levels) come with the persons that are assigned to them.
      - What this version does not offer is V(null) in the file and in RV(counts), and the task warns.
    type: list
    elements: str
    choices: [organizations, access_levels]
    default: [organizations, access_levels]
  page_size:
    description:
      - How many records to ask for at once, 1 to 500.
      - When HikCentral says that an answer would be too long, the page is halved and the list read again.
    type: int
    default: 200
attributes:
  check_mode:
    support: partial
    details:
      - In check mode, only the numbers are read. The task is V(changed) when there is no copy yet, or one with other
        numbers. A copy whose numbers still fit may hold outdated records.
  diff_mode:
    support: none
    details:
      - A difference would show personal data.
extends_documentation_fragment:
  - surveillance.hikvision._openapi
  - surveillance.hikvision._openapi.module
seealso:
  - module: surveillance.hikvision.hikcentral_info
"""

EXAMPLES = r"""
- name: Keep a copy of the persons
  surveillance.hikvision.hikcentral_person_export:
    host: hikcentral.example.com
    access_key: "{{ vaulted_hikcentral_access_key }}"
    secret_key: "{{ vaulted_hikcentral_secret_key }}"
    dest: /srv/evidence/hikcentral/persons
  delegate_to: localhost
  register: persons

- name: Note the digests
  ansible.builtin.debug:
    msg: "{{ persons.files | items2dict(key_name='path', value_name='sha256') }}"
"""

RETURN = r"""
persons:
  description: Number of persons.
  returned: success
  type: int
  sample: 412
counts:
  description: Numbers of persons and of what O(include) names. V(null) for what this version does not offer.
  returned: success
  type: dict
  sample: {persons: 412, organizations: 12, access_levels: null}
files:
  description:
    - The files as they lie on the disk after the task.
    - In check mode, those of an earlier run, and none if one of them is missing.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: Path of the file.
      type: str
    size:
      description: Size in bytes.
      type: int
    sha256:
      description: SHA-256 digest, in hexadecimal digits.
      type: str
msg:
  description: The result in a sentence, or what went wrong.
  returned: always
  type: str
error:
  description:
    - What went wrong, in words for programs. C(kind) is V(IncompleteList), V(NotReached), V(NotOffered), V(KeyRefused),
      V(PermissionDenied), V(Busy), V(AnswerTooLong), V(Refused), V(TlsRefused) or V(BadAnswer).
    - C(code) is the code in the answer, C(http_status) the HTTP status, where there is one.
  returned: failure, but for options and directories that can not be used
  type: dict
advice:
  description: What to do about a failure.
  returned: failure, but for options and directories that can not be used
  type: str
"""

import pathlib
import typing

from ansible.module_utils.basic import AnsibleModule, missing_required_lib
from ansible.module_utils.common.parameters import env_fallback

from ..module_utils._artemis.client import Client
from ..module_utils._artemis.errors import ArtemisError
from ..module_utils._artemis.paging import LARGEST_PAGE
from ..module_utils._artemis.transport import MISSING_LIBRARY
from ..module_utils._hikcentral import connection, private_files
from ..module_utils._hikcentral.person_export import (
    DOCUMENT,
    TABLE,
    Part,
    counts_in,
    read_export,
    read_export_counts,
)

OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    "dest": {"type": "path", "required": True},
    "include": {
        "type": "list",
        "elements": "str",
        "choices": [str(part) for part in Part],
        "default": [str(part) for part in Part],
    },
    "page_size": connection.PAGE_SIZE,
}


def run(client: Client, params: connection.Params, *, check_mode: bool) -> connection.Result:
    """The result of the module. Raises :class:`ArtemisError`, :class:`connection.Unusable` and :class:`OSError`."""
    connection.check_page_size(params["page_size"], LARGEST_PAGE)
    directory = pathlib.Path(params["dest"])
    parts = [part for part in Part if part in params["include"]]
    return _predicted(client, directory, parts) if check_mode else _kept(client, directory, parts, params)


def _kept(client: Client, directory: pathlib.Path, parts: list[Part], params: connection.Params) -> connection.Result:
    export = read_export(client, connection.server(params), parts, page_size=params["page_size"])
    contents = export.files()
    changed = private_files.keep(directory, contents)
    said = "Kept a copy of {} persons." if changed else "The copy of {} persons is up to date."
    return _result(export.counts, changed, private_files.on_disk(directory, contents), said)


def _predicted(client: Client, directory: pathlib.Path, parts: list[Part]) -> connection.Result:
    counts = read_export_counts(client, parts)
    try:
        earlier = counts_in((directory / DOCUMENT).read_bytes())
        files = private_files.on_disk(directory, (DOCUMENT, TABLE))
    except FileNotFoundError:
        earlier, files = None, []
    changed = earlier != counts
    said = "Would keep a copy of {} persons." if changed else "There is a copy of {} persons; records not compared."
    return _result(counts, changed, files, said)


def _result(
    counts: dict[str, int | None], changed: bool, files: list[dict[str, typing.Any]], said: str
) -> connection.Result:
    persons = counts["persons"]
    return {"changed": changed, "persons": persons, "counts": counts, "files": files, "msg": said.format(persons)}


def main() -> None:
    spec = {**connection.argument_spec(env_fallback), **OPTIONS}
    module = AnsibleModule(argument_spec=spec, supports_check_mode=True)
    if MISSING_LIBRARY is not None:
        module.fail_json(msg=f"{missing_required_lib(connection.LIBRARY)} ({MISSING_LIBRARY})")
    try:
        with connection.connected(module.params) as client:
            result = run(client, module.params, check_mode=module.check_mode)
    except (ArtemisError, connection.Unusable, OSError) as error:
        module.fail_json(**connection.failure(error))
    for name in (name for name, number in result["counts"].items() if number is None):
        module.warn(f"This version of HikCentral does not offer {name} over its OpenAPI. The copy is without them.")
    module.exit_json(**result)


if __name__ == "__main__":
    main()
