# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What keeps a document from being looked at. What is wrong in one that can be read is a list of problems instead."""

from __future__ import annotations


class DocumentError(Exception):
    """Base of this tree; ``str(error)`` is a sentence for the operator."""


class Unreadable(DocumentError):
    """Neither YAML nor JSON as it is wanted here, or far too big."""


class LibraryMissing(DocumentError):
    """There is no jsonschema to check the form with."""
