# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lists that HikCentral's OpenAPI offers, as far as this collection uses them."""

from __future__ import annotations

import typing

from .._artemis.paging import Listing

ENCODING_DEVICES: typing.Final = Listing("resource/v1/encodeDevice/encodeDeviceList", "encodeDevIndexCode")
ACCESS_CONTROL_DEVICES: typing.Final = Listing("resource/v1/acsDevice/acsDeviceList", "acsDevIndexCode")
CAMERAS: typing.Final = Listing("resource/v1/cameras", "cameraIndexCode")
DOORS: typing.Final = Listing("resource/v1/acsDoor/acsDoorList", "doorIndexCode")
SITES: typing.Final = Listing("resource/v1/site/siteList", "indexCode")
PERSONS: typing.Final = Listing("resource/v1/person/personList", "personId")
ORGANIZATIONS: typing.Final = Listing("resource/v1/org/orgList", "orgIndexCode")
ACCESS_LEVELS: typing.Final = Listing("acs/v1/privilege/group", "privilegeGroupId", {"type": 1})


def persons_of_access_level(index: str) -> Listing:
    """Who is assigned to an access level. Which key names a person there is not known for all versions."""
    return Listing("acs/v1/privilege/group/single/personList", None, {"privilegeGroupId": index, "type": 1})
