# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults as values: what goes wrong on a device, how often, with which parameters.

Every class is one fault; its name in fleet files and in the control API is the class name in snake case. A fault fires
``uses`` times (None: always) and is gone then; ``times`` is another word for ``uses``.
"""

from __future__ import annotations

from .access import (
    ConnectionLimit,
    ConnectionRefused,
    Locked,
    StaleNonce,
    WrongPasswordLock,
)
from .answers import (
    BackupErrorPage,
    BackupTiny,
    BackupTruncated,
    Busy,
    DirtyXml,
    DropAnswers,
    ErrorAnswer,
    GarbageXml,
    HtmlError,
    SlowAnswers,
)
from .base import Fault, PathFault
from .notation import KINDS, fault, faults_from
from .pending import FaultSet
from .restart import (
    BackLate,
    BackWithChangedPassword,
    BackWithDeadService,
    BackWithLostConfiguration,
    BackWithNewCertificate,
    BackWithOldVersion,
    BackWithOtherAuth,
    BackWithOtherVersion,
    BackWithPartialConfiguration,
    Boot500s,
    IgnoredReboot,
    NeverBack,
    NoAnswerToReboot,
)
from .upload import (
    FlashError,
    PendingReboot,
    PowerCut,
    PreValidationStuck,
    PreValidationVerdict,
    RefusePackage,
    StuckPercent,
    UploadDrop,
    UploadDropAfterLastByte,
    UploadSlow,
)

__all__ = [
    "KINDS",
    "BackLate",
    "BackWithChangedPassword",
    "BackWithDeadService",
    "BackWithLostConfiguration",
    "BackWithNewCertificate",
    "BackWithOldVersion",
    "BackWithOtherAuth",
    "BackWithOtherVersion",
    "BackWithPartialConfiguration",
    "BackupErrorPage",
    "BackupTiny",
    "BackupTruncated",
    "Boot500s",
    "Busy",
    "ConnectionLimit",
    "ConnectionRefused",
    "DirtyXml",
    "DropAnswers",
    "ErrorAnswer",
    "Fault",
    "FaultSet",
    "FlashError",
    "GarbageXml",
    "HtmlError",
    "IgnoredReboot",
    "Locked",
    "NeverBack",
    "NoAnswerToReboot",
    "PathFault",
    "PendingReboot",
    "PowerCut",
    "PreValidationStuck",
    "PreValidationVerdict",
    "RefusePackage",
    "SlowAnswers",
    "StaleNonce",
    "StuckPercent",
    "UploadDrop",
    "UploadDropAfterLastByte",
    "UploadSlow",
    "WrongPasswordLock",
    "fault",
    "faults_from",
]
