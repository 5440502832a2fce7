# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of a large catalogue that matters for one device."""

from __future__ import annotations

import re
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.fit import matches

Document = typing.Mapping[str, typing.Any]
_UP_TO_A_WILDCARD = re.compile(r"[^*?\[]*")


def concerning(entries: typing.Iterable[Document], model: str, target: str) -> list[Document]:
    """The entries, as written, that name the model, what the policy names, and all that these lead to."""
    known = {entry["id"]: entry for entry in entries}
    pending = [name for name, entry in known.items() if concerns(name, entry["models"]["include"], model, target)]
    found: set[str] = set()
    while pending:
        name = pending.pop()
        if name in known and name not in found:
            found.add(name)
            pending += [*known[name].get("supersedes", ()), *known[name].get("requires", {}).get("via", ())]
    return [entry for name, entry in known.items() if name in found]


def concerns(identifier: str, models: typing.Sequence[str], model: str, target: str) -> bool:
    """Whether an entry names the model, or is itself the target of the policy."""
    if identifier == target:
        return True
    # Most patterns differ in their first letters. To see that costs a hundredth of translating a pattern.
    folded = model.casefold()
    near = [pattern for pattern in models if folded.startswith(_beginning(pattern))]
    return bool(near) and matches(model, near)


def _beginning(pattern: str) -> str:
    found = _UP_TO_A_WILDCARD.match(pattern)
    return found.group().casefold() if found else ""
