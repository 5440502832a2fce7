# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which HikCentral answers, and how much it manages."""

from __future__ import annotations

import dataclasses
import typing

from .._artemis.call import Call
from .._artemis.client import Client
from .._artemis.errors import BadAnswer, NotOffered, Refused
from .._artemis.paging import Listing, count
from . import listings

_VERSION: typing.Final = Call("common/v1/version")

COUNTED: typing.Final[dict[str, Listing]] = {
    "encoding_devices": listings.ENCODING_DEVICES,
    "access_control_devices": listings.ACCESS_CONTROL_DEVICES,
    "cameras": listings.CAMERAS,
    "doors": listings.DOORS,
    "persons": listings.PERSONS,
    "organizations": listings.ORGANIZATIONS,
}


@dataclasses.dataclass(frozen=True, slots=True)
class Product:
    """Name and version as the server tells them, such as ``V2.1.0.0``; ``None`` for what it leaves out."""

    name: str | None
    version: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Counts:
    """How many there are; ``None`` where the server does not tell, with its reason in ``obstacles``."""

    numbers: dict[str, int | None]
    obstacles: dict[str, str]


def read_product(client: Client) -> Product:
    """Raises any error of the tree."""
    data = client.call(_VERSION)
    if not isinstance(data, dict):
        raise BadAnswer(f"the answer to {_VERSION} tells no version")
    # The guide spells the key like this.
    return Product(_word(data.get("produceName")) or _word(data.get("productName")), _word(data.get("softVersion")))


def read_counts(client: Client) -> Counts:
    """All counts that this key may know. A refusal for one is no refusal for the others."""
    numbers: dict[str, int | None] = {}
    obstacles: dict[str, str] = {}
    for name, listing in COUNTED.items():
        try:
            numbers[name] = count(client, listing)
        except (NotOffered, Refused) as error:
            numbers[name], obstacles[name] = None, str(error)
    return Counts(numbers, obstacles)


def _word(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
