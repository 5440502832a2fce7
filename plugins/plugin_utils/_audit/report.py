# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An audit as one document: when, by which catalogues, what it comes to, and all rows."""

from __future__ import annotations

import datetime
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.counting import counts, sentence
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.row import Row
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue

SCHEMA = "hikvision-audit/1"

Mapping = typing.Mapping[str, typing.Any]


def document(
    rows: typing.Sequence[Row], catalogues: typing.Iterable[Mapping], now: datetime.datetime
) -> dict[str, typing.Any]:
    """``catalogues`` are results of the module ``catalogue_info`` from a loop over their options."""
    sources = [_source(result) for result in catalogues if "catalogue" in result]
    counted = counts(rows)
    unchecked = [source["path"] for source in sources if source["signature"] == "off"]
    told = [sentence(counted), *(f"The signature of {path} was not checked." for path in unchecked)]
    return {
        "schema": SCHEMA,
        "time": now.isoformat(timespec="seconds"),
        "catalogues": sources,
        "summary": {**counted, "sentence": " ".join(told)},
        "devices": [row.as_result() for row in rows],
    }


def _source(result: Mapping) -> dict[str, typing.Any]:
    catalogue = Catalogue.from_result(result["catalogue"])
    return {"path": result["item"]["path"], "expires": catalogue.expires, **catalogue.source}
