# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules support, in the words that all of them share."""

from __future__ import annotations


class ModuleDocFragment:
    """``DOCUMENTATION`` is true for every device module. Where two fragments differ, the one listed first counts."""

    DOCUMENTATION = r"""
attributes:
  check_mode:
    description: In check mode, says what would change and sends nothing to the device that could change it.
    support: full
  diff_mode:
    description: In diff mode, shows what has changed, or would change, as before and after.
    support: none
  action_group:
    description: Takes its connection options from C(module_defaults) of an action group.
    support: full
    membership:
      - surveillance.hikvision.device
  async:
    description: Can be run with the C(async) keyword.
    support: partial
    details:
      - A device runs no jobs, so a task with C(async) needs a machine to run on, such as C(delegate_to=localhost).
  platform:
    description: The devices that the module works on.
    support: full
    platforms: Hikvision devices with ISAPI
"""

    # For modules that only read. List it before the fragment above.
    READING = r"""
attributes:
  check_mode:
    support: full
    details:
      - The module reads and changes nothing, in any mode.
  diff_mode:
    support: N/A
    details:
      - The module changes nothing, so there is no difference to show.
"""

    # For modules that show a difference. List it before the fragment above.
    DIFF = r"""
attributes:
  diff_mode:
    support: full
"""
