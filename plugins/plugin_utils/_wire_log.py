# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows each request to a device when Ansible runs with ``-vvv``, as its connection plugins show what they do."""

from __future__ import annotations

import contextlib
import logging
import typing

from ansible.utils.display import Display

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.session import WIRE_LOG

_VERBOSITY = 3


class _OnDisplay(logging.Handler):
    """Hands records to the display of the run, which writes them for all workers."""

    def __init__(self, host: str) -> None:
        super().__init__()
        self._host = host

    def emit(self, record: logging.LogRecord) -> None:
        Display().vvv(record.getMessage(), host=self._host)


@contextlib.contextmanager
def requests_shown(host: str) -> typing.Iterator[None]:
    """Show the requests that are made in this context, if so much is to be told."""
    if Display().verbosity < _VERBOSITY:
        yield
        return
    handler, level, propagates = _OnDisplay(host), WIRE_LOG.level, WIRE_LOG.propagate
    WIRE_LOG.setLevel(logging.DEBUG)
    WIRE_LOG.propagate = False  # what is displayed comes to the log file of ANSIBLE_LOG_PATH already
    WIRE_LOG.addHandler(handler)
    try:
        yield
    finally:
        WIRE_LOG.removeHandler(handler)
        WIRE_LOG.setLevel(level)
        WIRE_LOG.propagate = propagates
