# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the workers of one Ansible run share.

Each task of each host runs in a process of its own. They share a directory that the main process makes before it
forks, and removes when the run ends.
"""

from __future__ import annotations

import fcntl
import hashlib
import pathlib
import typing

import ansible.constants

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.ledger import DirectoryLedger


def _directory() -> pathlib.Path:
    # Core sets its constants at run time; reading the setting anew would make another directory.
    return pathlib.Path(vars(ansible.constants)["DEFAULT_LOCAL_TMP"])


def refusals_of_this_run() -> DirectoryLedger:
    """The ledger of devices that have refused their password in this run."""
    return DirectoryLedger(_directory() / "hikvision-refusals")


def learned_in_this_run(path: str, question: str, answer: typing.Callable[[], str]) -> str:
    """What ``answer`` makes of a file, made once a run however many hosts get the file.

    ``question`` names what is asked. Raises :class:`OSError`, and what ``answer`` raises, which is not remembered.
    """
    facts = pathlib.Path(path).stat()
    name = f"{pathlib.Path(path).resolve()}:{facts.st_size}:{facts.st_mtime_ns}:{question}"
    directory = _directory() / "hikvision-files"
    directory.mkdir(mode=0o700, exist_ok=True)
    with open(directory / hashlib.sha256(name.encode()).hexdigest(), "a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # the second worker waits for the first one's result
        file.seek(0)
        known = file.read()
        if not known:
            known = answer()
            file.write(known)
        return known


def home_directory() -> pathlib.Path:
    """Where Ansible keeps what outlasts a run: its setting ``ANSIBLE_HOME``."""
    return pathlib.Path(ansible.constants.config.get_config_value("ANSIBLE_HOME")).expanduser()
