# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: the record of a device's upgrade after one more event."""

from __future__ import annotations

DOCUMENTATION = r"""
name: upgrade_record
short_description: What is known of a device's upgrade after one more event
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Takes the fact C(firmware_upgrade_outcome) as it is and returns the next one. The role
    P(surveillance.hikvision.firmware_upgrade#role) uses it after each of its tasks, and explains the fact.
  - Nothing is decided here but what may be said of the device.
positional: event
options:
  _input:
    description: The record so far; empty for a device that nothing is known of.
    type: dict
    required: true
  event:
    description: What has happened.
    type: str
    required: true
    choices:
      - chosen
      - planned
      - resumed
      - files_read
      - unreachable
      - backed_up
      - flashed
      - held_back
      - proven
      - failed
      - returning
      - returned
      - not_returned
  choice:
    description: For V(chosen) and V(returning), the result of P(surveillance.hikvision.select_firmware#filter).
    type: dict
  device:
    description: >-
      For V(chosen), V(planned) and V(returned), the device as M(surveillance.hikvision.device_info) told it before.
    type: dict
  plan:
    description: >-
      For V(planned) and V(resumed), C(planned) of RV(surveillance.hikvision.rollout_plan_info#module:devices).
    type: dict
  directory:
    description: For V(chosen) and V(returning), what a relative C(src) counts from.
    type: path
  missing:
    description: For V(chosen), whether a device without a package is refused (V(refuse)) or left alone (V(skip)).
    type: str
  found:
    description: For V(files_read), the result of P(surveillance.hikvision.package_findings#lookup) for the steps.
    type: list
    elements: dict
  result:
    description: For the others, the result of the task that has ended.
    type: dict
  health:
    description: For V(proven), RV(surveillance.hikvision.health#module:current).
    type: dict
  backup:
    description: >-
      For V(returning), one of P(surveillance.hikvision.config_backups#lookup). For V(resumed), the path of the one that
      was made before the step, or null.
    type: raw
  version:
    description: For V(resumed), the version that was sent.
    type: str
  build:
    description: For V(resumed), its build.
    type: str
  task:
    description: For V(failed) and V(not_returned), the name of the task that failed.
    type: str
  check_mode:
    description: For V(returned), whether all this was only looked at.
    type: bool
"""

EXAMPLES = r"""
- name: Record a backup
  ansible.builtin.set_fact:
    firmware_upgrade_outcome: >-
      {{ firmware_upgrade_outcome | surveillance.hikvision.upgrade_record('backed_up', result=backup) }}
"""

RETURN = r"""
_value:
  description: The record, as described at the role.
  type: dict
"""

import typing

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._upgrade_record import by_plan, events, way_back
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._upgrade_record.record import Record

EVENTS: typing.Final[dict[str, typing.Callable[..., Record]]] = {
    event.__name__: event
    for event in (
        events.chosen,
        by_plan.planned,
        by_plan.resumed,
        events.files_read,
        events.unreachable,
        events.backed_up,
        events.flashed,
        events.held_back,
        events.proven,
        events.failed,
        way_back.returning,
        way_back.returned,
        way_back.not_returned,
    )
}


def upgrade_record(
    record: typing.Mapping[str, typing.Any] | None, event: str, **told: typing.Any
) -> dict[str, typing.Any]:
    """The record after ``event``. Raises :class:`AnsibleFilterError` for an event that is not known."""
    if event not in EVENTS:
        raise AnsibleFilterError(f"{event!r} is no event; there are {', '.join(EVENTS)}")
    changed = EVENTS[event](Record.read(_plain(record)), **_plain(told)).as_fact()
    # Ansible before 2.19 does not see that some of these words came from devices and would evaluate braces in them.
    wrapped: dict[str, typing.Any] = wrap_var(changed)
    return wrapped


def _plain(value: typing.Any) -> typing.Any:
    """The same in containers of Python: those of Ansible 2.19 and newer can be read, but neither copied nor wrapped."""
    if isinstance(value, typing.Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"upgrade_record": upgrade_record}
