# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The choice from a catalogue."""

from __future__ import annotations

from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.choice import Choice
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.decision import Decision
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.excerpt import concerns
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.lineage import Lineage
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.offer import Offer
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.policy import Policy


def choose_from_catalogue(device: Device, catalogue: Catalogue, policy: Policy) -> Choice:
    """What ``device`` is to run. Never raises: a refusal is a choice without a package."""
    device = policy.complete(device)
    offers = _offers(device, catalogue, policy)
    decision = Decision(
        device=device,
        policy=policy,
        entries=catalogue.entries,
        lineage=Lineage(catalogue.entries, (offer.entry for offer in offers if offer.is_possible)),
        source=catalogue.source,
    )
    return decision.among(offers)


def knows(catalogue: Catalogue, device: Device) -> bool:
    """Whether an entry of any status can be for the device."""
    return any(offer.is_possible for offer in _offers(device, catalogue, Policy()))


def _offers(device: Device, catalogue: Catalogue, policy: Policy) -> tuple[Offer, ...]:
    """What names the model and, so that the reasons say why it is not for this device, what the policy names.

    By id, so that the place in the file decides nothing.
    """
    named = (
        entry for entry in catalogue.entries if concerns(entry.id, entry.package.models, device.model, policy.target)
    )
    return tuple(Offer.of(entry, device, policy.allow) for entry in sorted(named, key=lambda entry: entry.id))
