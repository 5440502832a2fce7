# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The side of Ansible: rows and words as filters are given them, texts as they may be given back."""

from __future__ import annotations

import typing

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.advisory import Advisories, AdvisoryError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.rules import advisories_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.policy import PolicyError, Rule, rules
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.row import Row

Words = str | typing.Sequence[str]
Value = typing.TypeVar("Value")


def rows_of(told: typing.Iterable[typing.Mapping[str, typing.Any]]) -> list[Row]:
    """What the filter ``audit_rows`` returned. Raises :class:`AnsibleFilterError` for anything else."""
    try:
        return [Row.from_result(row) for row in told]
    except (KeyError, TypeError, ValueError) as error:
        raise AnsibleFilterError(f"these are not rows of surveillance.hikvision.audit_rows: {error!r}") from error


def rules_of(words: Words) -> tuple[Rule, ...]:
    """The rules of a list, or of the one string with commas that ``--extra-vars name=value`` makes of it.

    Raises :class:`AnsibleFilterError`.
    """
    listed = [word.strip() for word in words.split(",") if word.strip()] if isinstance(words, str) else words
    try:
        return rules(listed)
    except PolicyError as error:
        raise AnsibleFilterError(str(error)) from error


def advisories_at(path: str | None) -> Advisories:
    """Those of the collection for ``None``. Raises :class:`AnsibleFilterError`."""
    try:
        return advisories_of(path)
    except AdvisoryError as error:
        raise AnsibleFilterError(f"hikvision_advisories can not be used: {error}") from error


def untrusted(value: Value) -> Value:
    """Ansible before 2.19 does not see that words came from devices and would evaluate braces in them."""
    wrapped: Value = wrap_var(value)
    return wrapped
