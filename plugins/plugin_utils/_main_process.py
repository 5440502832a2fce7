# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the Ansible run that a worker belongs to still goes on."""

from __future__ import annotations

import multiprocessing
import os


def is_gone() -> bool:
    """Whether the main process of this worker has ended; never in a process that nobody forked.

    A worker outlives a main process that is killed, and gets another parent. What it sends to the screen or as its
    result goes into a pipe that nobody reads any more, and blocks as soon as that is full.
    """
    parent = multiprocessing.parent_process()
    return parent is not None and os.getppid() != parent.pid
