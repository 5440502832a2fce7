# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets of the servers of the tests, and the search for them in all that is printed and written."""

from __future__ import annotations

import pathlib

from ansible_collections.surveillance.hikvision.tests.integration.ansible_run import Run
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import WindowsSite
from ansible_collections.surveillance.hikvision.tests.integration.secrets.test_secrets import spellings

KEYS = {"key": "CANARY-AK-28471936", "secret": "CANARY-SK/7Jq+r2wXz0Lm9"}
CODES = ("CANARY-CODE-0001", "CANARY-CODE-0002")  # as every site has them


def quiet_about_secrets(site: WindowsSite, playbook: str | pathlib.Path, *arguments: str) -> Run:
    """A run that is as talkative as can be, and still does not tell any of the secrets."""
    run = site.playbook(playbook, "-vvvv", *arguments)
    assert leaks((run.stdout + run.stderr).encode()) == []
    return run


def leaks(text: bytes) -> list[bytes]:
    """The secrets that are in a text, in the spellings in which one could slip through a search."""
    every = [spelling for secret in (*KEYS.values(), *CODES) for spelling in spellings(secret)]
    return [spelling for spelling in (b"CANARY", *every) if spelling in text]


def assert_nothing_secret_is_kept(site: WindowsSite) -> None:
    inventory = site.directory / "inventory.json"
    assert b"CANARY" in leaks(inventory.read_bytes()), "the search finds secrets where they are"
    kept = [file for file in site.directory.rglob("*") if file.is_file() and file != inventory]
    assert [(file, found) for file in kept if (found := leaks(file.read_bytes()))] == []
