# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the stand-in manages. All names, numbers and addresses are made up."""

from __future__ import annotations

import dataclasses
import typing

ACCESS_KEY = "canary-ak-28471936"
SECRET_KEY = "Canary-SK/7Jq+r2wXz0Lm9"

Record = dict[str, typing.Any]


def persons(number: int) -> list[Record]:
    """Made-up persons with everything that makes a table difficult."""
    return [
        {
            "personId": str(index),
            "personCode": f"00{index}",
            "personName": f'Müller "{index}", Ann',
            "personFamilyName": "Müller",
            "personGivenName": "=HYPERLINK()" if index == 1 else "Ann",
            "gender": index % 3,
            "orgIndexCode": "1",
            "phoneNo": "+49 30 1234",
            "email": f"ann{index}@example.com",
            "remark": "@night\nshift",
            "cards": [{"cardNo": f"47110{index}"}, {"cardNo": f"47111{index}"}],
            "beginTime": "2020-01-01T00:00:00+00:00",
            "endTime": "2030-01-01T00:00:00+00:00",
            "customFieldList": [{"customFiledName": "Locker", "customFieldValue": str(index)}],
            "personPhoto": {"picUri": f"/pic/{index}"},
        }
        for index in range(1, number + 1)
    ]


def _lists() -> dict[str, list[Record]]:
    return {
        "resource/v1/encodeDevice/encodeDeviceList": [
            _encoder("1", "Gate north", "192.0.2.11", 1),
            _encoder("2", "Yard", "192.0.2.12", 2),
            _encoder("3", "Yard", "192.0.2.13", 1),
            _encoder("4", "{{ lookup('pipe', 'id') }}", "192.0.2.14", 0),
        ],
        "resource/v1/acsDevice/acsDeviceList": [
            {
                "acsDevIndexCode": "1",
                "acsDevName": "Door controller",
                "acsDevIp": "192.0.2.21",
                "acsDevPort": "8000",
                "acsDevCode": "Q12345678",
                "treatyType": "acsDevice",
                "status": 1,
            },
            {"acsDevIndexCode": "2", "acsDevName": "", "acsDevIp": "", "status": None},
        ],
        "resource/v1/cameras": [
            {"cameraIndexCode": "101", "encodeDevIndexCode": "1", "siteIndexCode": "0"},
            {"cameraIndexCode": "102", "encodeDevIndexCode": "2", "siteIndexCode": "0"},
            {"cameraIndexCode": "103", "encodeDevIndexCode": "3", "siteIndexCode": "0"},
            {"cameraIndexCode": "104", "encodeDevIndexCode": "3", "siteIndexCode": "9"},
        ],
        "resource/v1/acsDoor/acsDoorList": [{"doorIndexCode": "5", "doorName": "Door", "acsDevIndexCode": "1"}],
        "resource/v1/site/siteList": [{"indexCode": "0", "name": "Head office"}, {"indexCode": "9", "name": "Depot"}],
        "resource/v1/org/orgList": [{"orgIndexCode": "1", "orgName": "All", "parentOrgIndexCode": "0"}],
        "resource/v1/person/personList": persons(5),
        "acs/v1/privilege/group": [{"privilegeGroupId": "7", "privilegeGroupName": "Staff"}],
    }


def _encoder(code: str, name: str, address: str, status: int) -> Record:
    return {
        "encodeDevIndexCode": code,
        "encodeDevName": name,
        "encodeDevIp": address,
        "encodeDevPort": 8000,
        "encodeDevCode": f"DS-{code}",
        "treatyType": "hiksdk_net",
        "status": status,
    }


@dataclasses.dataclass
class Contents:
    """Records by path below ``/artemis/api/``. Tests change them at will."""

    product: str = "HikCentral Professional"
    version: str = "V2.1.0.0"
    lists: dict[str, list[Record]] = dataclasses.field(default_factory=_lists)
    assigned: dict[str, list[Record]] = dataclasses.field(default_factory=lambda: {"7": [{"id": "1"}, {"id": "2"}]})

    def records(self, path: str, body: Record) -> list[Record] | None:
        """``None`` for a list that this version does not have."""
        if path == "acs/v1/privilege/group/single/personList":
            return self.assigned.get(str(body.get("privilegeGroupId")), [])
        return self.lists.get(path)
