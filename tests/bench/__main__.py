# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python tests/bench``, or ``python -m bench`` with ``tests`` on the module path."""

from __future__ import annotations

import importlib
import signal
import sys
from pathlib import Path

if __name__ == "__main__":
    # Started as a directory, Python looks for modules here instead of beside the packages bench and simulator.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    # Otherwise a signal would leave the simulator behind.
    signal.signal(signal.SIGTERM, lambda *_unused: sys.exit("terminated"))
    sys.exit(importlib.import_module("bench.command").main())
