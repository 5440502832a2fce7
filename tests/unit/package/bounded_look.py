# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at a file in a process of its own and prints what that took: CPU seconds and the largest memory in bytes.

``python -m ...bounded_look PATH SUMS`` with SUMS as yes or no.
"""

from __future__ import annotations

import json
import pathlib
import sys
import time

from ansible_collections.surveillance.hikvision.plugins.module_utils._package.inspection import inspect


def main() -> None:
    path, sums = sys.argv[1:]
    begun = time.process_time()
    inspection = inspect(path, sums=sums == "yes")
    seconds = time.process_time() - begun
    [peak] = [line for line in pathlib.Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    codes = [finding.code for finding in inspection.findings]
    print(json.dumps({"seconds": seconds, "memory": int(peak.split()[1]) * 1024, "codes": codes}))


if __name__ == "__main__":
    main()
