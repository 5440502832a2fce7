# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that keeps a plan file from being used.

::

    PlanDocumentError
    ├── Unreadable      no such file, or too big
    ├── Truncated       the file ends before the plan does
    ├── NotJson         something else than JSON in UTF-8
    ├── InvalidDigest   what is called the approved digest is none
    ├── Tampered        not the bytes that were approved
    ├── UnknownSchema   no plan, or one of another version of this collection
    ├── Malformed       a value is missing, unknown, of another type, or contradicts another one
    ├── Rewritten       a plan, but not as it was written: edited or formatted by hand
    ├── CreatedInFuture its time has not come
    └── Expired         its time is over
"""

from __future__ import annotations

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout_error import RolloutError


class PlanDocumentError(RolloutError):
    """Base of this branch."""

    advice = "Make a new plan with playbook plan.yml and have it approved."


class Unreadable(PlanDocumentError):
    """The file is not there, can not be read, or is larger than any plan."""

    advice = "Name a plan file that is there and that may be read; playbook plan.yml makes one."


class Truncated(PlanDocumentError):
    """The file ends in the middle of the plan."""

    advice = "Copy the plan file again, whole; its digest tells whether it has arrived."


class NotJson(PlanDocumentError):
    """The file is no JSON."""

    advice = "Name the plan file that playbook plan.yml wrote, not a rendering of it."


class InvalidDigest(PlanDocumentError):
    """``plan_digest`` is not the SHA-256 of anything."""

    advice = "Give the 64 digits that the approved rendering shows, or that sha256sum prints for the plan file."


class Tampered(PlanDocumentError):
    """The bytes are not those that were approved."""

    advice = "Find out who changed the file; apply the one that was approved, or have this one approved."


class UnknownSchema(PlanDocumentError):
    """The file is no plan that this version of the collection understands."""

    advice = "Apply a plan with the version of the collection that made it, or make a new one."


class Malformed(PlanDocumentError):
    """It says that it is a plan, and is not a usable one."""


class Rewritten(PlanDocumentError):
    """All values are usable, but the bytes are not those that a plan with these values has."""


class CreatedInFuture(PlanDocumentError):
    """The plan was made later than it is now."""

    advice = "Check the clocks of this controller and of the one that made the plan."


class Expired(PlanDocumentError):
    """What the plan says of the devices is too old to be relied upon."""
