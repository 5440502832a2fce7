# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""upgradeStatus, pre-validation and what online upgrade answers; the upload itself is in intake.py."""

from __future__ import annotations

import json
import re
from typing import Any

from ..answers import STATUS_STRINGS, SUB_STATUSES, Answer
from ..image_reader import ImageReader
from .context import Context
from .routes import route


@route("GET", "/ISAPI/System/upgradeStatus", "upgrade")
def upgrade_status(context: Context) -> Answer:
    if not context.device.profile.upload.progress:
        return context.error("notSupport")
    progress = context.device.progress()
    if context.json:
        sub = progress.error or "ok"
        code = SUB_STATUSES[sub].code
        return context.document(
            "upgradeStatus",
            {
                "statusCode": code,
                "statusString": STATUS_STRINGS[code],
                "subStatusCode": sub,
                "upgrading": "TRUE" if progress.upgrading else "FALSE",
                "percent": progress.percent,
                "idList": [],
            },
            flat=True,
        )
    tree: dict[str, Any] = {"upgrading": progress.upgrading, "percent": progress.percent}
    if progress.percent == 100:
        tree["reboot"] = progress.reboot
    if progress.upgrading:
        tree["upgradeStage"] = "software"
    return context.document("upgradeStatus", tree)


@route("GET", "/ISAPI/System/upgradeFlag", "online_upgrade")
def upgrade_flag(context: Context) -> Answer:
    return context.document("upgradeFlag", {"upgradeFlag": False})


@route("GET", "/ISAPI/System/onlineUpgrade/capabilities", "online_upgrade")
def online_capabilities(context: Context) -> Answer:
    manual = context.device.profile.upload.reboot == "manual"
    return context.document(
        "OnlineUpgradeCap",
        {
            "firmwareNum": {"@max": 1},
            "upgradePercent": {"@min": 0, "@max": 100},
            "rebootAfterUpgrade": "manual" if manual else "auto",
        },
    )


@route("GET", "/ISAPI/System/onlineUpgrade/version", "online_upgrade")
def online_version(context: Context) -> Answer:
    return context.error("notSupport", http=200, description="online upgrade is not available on this device")


@route("PUT", "/ISAPI/System/updateFirmware/AddPreValidation", "pre_validation", "upgrade")
def add_pre_validation(context: Context) -> Answer:
    """Check the first bytes of an image: multipart with a JSON part and a part ``updateFileName``."""
    header = _part(context, "updateFileName")
    about = _part(context, "AddPreValidation")
    if header is None or about is None or not _describes(about):
        return context.error("badParameters")
    if len(header) > context.device.profile.upload.pre_validation:
        return context.error("badParameters")
    reader = ImageReader()
    reader.feed(header)
    context.device.judge_header(reader.announced)
    return context.status()


@route("GET", "/ISAPI/System/updateFirmware/GetPreValidationResults", "pre_validation", "upgrade")
def pre_validation_results(context: Context) -> Answer:
    found = context.device.pre_validation
    ready = found.ready_at is not None and context.device.clock.now() >= found.ready_at
    status = found.status if ready else "verifying"
    results = {"upgradeToken": "", "confirmPrompt": found.prompt if ready else ""}
    tree = {"status": status, "progress": 100 if ready else 50, "results": results}
    return context.document("", tree, flat=True, always_json=True)


def _describes(about: bytes) -> bool:
    """Whether the JSON part says where the header is."""
    try:
        path = json.loads(about)["upgradePacketPath"]
        return path == {"filePathType": "multipart", "filePath": "updateFileName"}
    except (ValueError, KeyError, TypeError):
        return False


def _part(context: Context, name: str) -> bytes | None:
    boundary = re.search(r'boundary="?([^";]+)"?', context.headers.get("Content-Type", ""))
    if boundary is None:
        return None
    for part in context.body.split(b"--" + boundary[1].encode()):
        head, _unused, content = part.partition(b"\r\n\r\n")
        if f'name="{name}"'.encode() in head:
            return content.removesuffix(b"\r\n")
    return None
