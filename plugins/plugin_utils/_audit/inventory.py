# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the inventory says about a host, as far as the audit needs it."""

from __future__ import annotations

import dataclasses
import os
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.policy import Policy, PolicyError


class Mistake(ValueError):
    """A variable of a host can not be used; the message names it and says why."""


class Variables(typing.Protocol):
    """The variables of one host, templates evaluated."""

    def get(self, name: str) -> typing.Any:
        """A plain value, ``None`` where there is none. Raises :class:`Mistake`."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueFile:
    """A catalogue and how it is to be checked: options of the module ``catalogue_info``. Paths are absolute."""

    path: str
    signature: str | None = None
    allowed_signers: str | None = None
    revoked: str | None = None
    minimum_serial: int | None = None
    memory: str | None = None
    files: str | None = None

    @classmethod
    def of(cls, variables: Variables) -> CatalogueFile | None:
        """What ``hikvision_catalogue`` and its companions say; ``None`` without. Raises :class:`Mistake`."""
        path = path_of(variables, "hikvision_catalogue")
        if path is None:
            return None
        signature = variables.get("hikvision_catalogue_signature")
        return cls(
            path=path,
            signature=None if signature is None else _signature(signature),
            allowed_signers=path_of(variables, "hikvision_catalogue_allowed_signers"),
            revoked=path_of(variables, "hikvision_catalogue_revoked"),
            minimum_serial=_number(variables, "hikvision_catalogue_minimum_serial"),
            memory=path_of(variables, "hikvision_catalogue_memory"),
            files=path_of(variables, "hikvision_firmware_dir"),
        )

    def as_options(self) -> dict[str, typing.Any]:
        """What is said, and nothing else."""
        return {name: value for name, value in dataclasses.asdict(self).items() if value is not None}


def path_of(variables: Variables, name: str) -> str | None:
    """A path on the controller; a relative one counts from the inventory. Raises :class:`Mistake`."""
    value = variables.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Mistake(f"{name} must be a path, not {value!r}")
    return absolute(variables, value)


def absolute(variables: Variables, path: str) -> str:
    """Links are left alone: what messages name is what the inventory names."""
    base = pathlib.Path.cwd() / str(variables.get("inventory_dir") or "")
    return os.path.normpath(base / pathlib.Path(path).expanduser())


def policy_of(variables: Variables) -> Policy:
    """``hikvision_policy``. Raises :class:`Mistake`."""
    try:
        return Policy.read(variables.get("hikvision_policy"))
    except PolicyError as error:
        raise Mistake(f"hikvision_policy can not be used: {error}") from error


def _signature(value: object) -> str:
    # YAML 1.1 reads a bare ``off`` as false.
    return "off" if value is False else str(value)


def _number(variables: Variables, name: str) -> int | None:
    value = variables.get(name)
    if value is None or value == "":
        return None
    try:
        return int(str(value))
    except ValueError as error:
        raise Mistake(f"{name} must be a number, not {value!r}") from error
