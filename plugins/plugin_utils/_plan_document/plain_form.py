# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The values of a plan as plain types, and strictly back: what is missing, unknown or of another type is refused.

The dataclasses are the schema. Properties that follow from other values are written for readers of the file; they are
compared with what they follow from, not believed.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.package import Package, PackageError
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import (
    PlannedDevice,
    PlannedStep,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document.strict_values import (
    Misfit,
    Reader,
    Record,
    flag,
    mapping,
    number,
    optional,
    sequence,
    text,
    whole,
    word,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.error import PlanError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.limits import Limits

_DERIVED: typing.Final[dict[type, tuple[str, ...]]] = {
    Plan: ("waves", "totals"),
    PlannedDevice: ("expected_duration",),
}
# The options of the package stand among the fields of the step.
_SPREAD: typing.Final = (PlannedStep, "package")


def plain(value: object) -> typing.Any:
    """Dictionaries, lists and words in place of our values."""
    match value:
        case enum.StrEnum():
            return value.value
        case str() | int() | float() | None:
            return value
        case tuple():
            return [plain(each) for each in value]
        case FirmwareVersion() | Limits():
            return value.as_result()
        case PlannedStep():
            return _fields(value) | value.package.as_options()
    return _fields(value)


def _fields(value: object) -> Record:
    kind: typing.Any = type(value)
    return {name: plain(getattr(value, name)) for name in (*_names(kind), *_DERIVED.get(kind, ()))}


@functools.cache
def _names(kind: typing.Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind) if (kind, field.name) != _SPREAD)


@functools.cache
def reader(kind: typing.Any) -> Reader:
    """What reads a value of this type, or raises :class:`Misfit`."""
    if kind in _SPECIAL:
        return _SPECIAL[kind]
    arguments = typing.get_args(kind)
    if type(None) in arguments:
        return functools.partial(optional, reader(arguments[0]))
    if typing.get_origin(kind) is tuple:
        return functools.partial(sequence, reader(arguments[0]))
    if issubclass(kind, enum.StrEnum):
        return functools.partial(word, kind)
    return functools.partial(_record, kind, _field_readers(kind))


@functools.cache
def _field_readers(kind: typing.Any) -> dict[str, Reader]:
    hints = typing.get_type_hints(kind)
    return {name: reader(hints[name]) for name in _names(kind)}


def _record(kind: typing.Any, readers: typing.Mapping[str, Reader], told: object) -> typing.Any:
    fields = mapping(told)
    _refuse_keys(fields, {*readers, *_DERIVED.get(kind, ())})
    return kind(**_read_fields(readers, fields))


def _read_fields(readers: typing.Mapping[str, Reader], told: Record) -> Record:
    values: Record = {}
    for name, read in readers.items():
        try:
            values[name] = read(told[name])
        except Misfit as misfit:
            raise misfit.below(name) from misfit.__cause__
    return values


def _refuse_keys(told: Record, known: typing.AbstractSet[str]) -> None:
    if missing := sorted(known - told.keys()):
        raise Misfit(f"{', '.join(missing)} missing")
    if unknown := sorted(told.keys() - known):
        raise Misfit(f"{', '.join(unknown)} unknown")


def _step(told: object) -> typing.Any:
    """Options of the module ``firmware``, of which only those are there that are said, and what is known besides."""
    fields = mapping(told)
    readers = _field_readers(PlannedStep)
    own = {name: value for name, value in fields.items() if name in readers}
    package = _package({name: value for name, value in fields.items() if name not in readers})
    return _record(PlannedStep, {**readers, "package": lambda _options: package}, {**own, "package": None})


def _package(options: Record) -> Package:
    readers = {"package": text, "version": text, "build": text} | {
        name: read for name, read in _field_readers(Package).items() if name not in ("name", "firmware")
    }
    if missing := sorted({"package", "version", "build", "src", "sha256"} - options.keys()):
        raise Misfit(f"{', '.join(missing)} missing")
    if unknown := sorted(options.keys() - readers.keys()):
        raise Misfit(f"{', '.join(unknown)} unknown")
    _read_fields({name: readers[name] for name in options}, options)
    try:
        return Package.from_options(options)
    except PackageError as error:
        raise Misfit(str(error)) from error


def _firmware(told: object) -> FirmwareVersion:
    fields = mapping(told)
    _refuse_keys(fields, {"version", "build"})
    values = _read_fields({"version": text, "build": reader(str | None)}, fields)
    firmware = FirmwareVersion.parse(values["version"], values["build"])
    if firmware is None:
        raise Misfit(f"{values['version']!r} is not a version")
    return firmware


def _limits(told: object) -> Limits:
    try:
        return Limits.read(mapping(told))
    except PlanError as error:
        raise Misfit(str(error)) from error


_SPECIAL: typing.Final[dict[typing.Any, Reader]] = {
    str: text,
    bool: flag,
    int: whole,
    float: number,
    FirmwareVersion: _firmware,
    Limits: _limits,
    PlannedStep: _step,
}
