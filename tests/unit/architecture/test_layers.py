# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports point inward: fronts, decisions, device and firmware, backup, transport, and nothing back."""

from __future__ import annotations

import sys

import pytest

from ansible_collections.surveillance.hikvision.tests.unit.architecture.sources import Source, sources

UTILS = "plugins.module_utils."

# Layer -> what it may import of the collection, besides itself. The outermost is last.
LAYERS: dict[str, frozenset[str]] = {}
LAYERS[UTILS + "_isapi"] = frozenset({UTILS + "_clock"})
LAYERS[UTILS + "_clock"] = frozenset()
LAYERS[UTILS + "_progress"] = frozenset()
LAYERS[UTILS + "_firmware"] = frozenset({UTILS + "_isapi", UTILS + "_clock"})
LAYERS[UTILS + "_device"] = LAYERS[UTILS + "_firmware"] | {UTILS + "_firmware"}
LAYERS[UTILS + "_backup"] = LAYERS[UTILS + "_device"] | {UTILS + "_device"}
# HikCentral and Windows installers share nothing with the devices' side.
LAYERS[UTILS + "_artemis"] = frozenset({UTILS + "_clock"})
LAYERS[UTILS + "_hikcentral"] = frozenset({UTILS + "_artemis", UTILS + "_clock"})
LAYERS[UTILS + "_installer"] = frozenset()
LAYERS[UTILS + "_package"] = frozenset({UTILS + "_firmware"})
LAYERS[UTILS + "_preflight"] = LAYERS[UTILS + "_device"] | {UTILS + "_device", UTILS + "_package"}
LAYERS[UTILS + "_upgrade"] = (
    LAYERS[UTILS + "_preflight"]
    | LAYERS[UTILS + "_backup"]
    | {UTILS + "_preflight", UTILS + "_backup", UTILS + "_progress"}
)
LAYERS[UTILS + "_frontend"] = frozenset({UTILS + "_isapi", UTILS + "_clock", UTILS + "_firmware", UTILS + "_progress"})
LAYERS["plugins.modules"] = frozenset({"plugins.module_utils"})
LAYERS["plugins.doc_fragments"] = frozenset()
LAYERS["plugins.plugin_utils"] = frozenset({"plugins.module_utils"})
LAYERS["plugins.action"] = frozenset({"plugins.module_utils", "plugins.plugin_utils", "plugins.modules"})
for _kind in ("callback", "connection", "filter", "inventory", "lookup", "test"):
    LAYERS[f"plugins.{_kind}"] = frozenset({"plugins.module_utils", "plugins.plugin_utils"})

# What is installed beside Python, and the places that may use it.
LIBRARIES = {
    "requests": (UTILS + "_isapi.transport", UTILS + "_artemis.transport"),
    "urllib3": (UTILS + "_isapi.transport", UTILS + "_artemis.transport"),
    "cryptography": (UTILS + "_device.secret",),
    "rich": ("plugins.plugin_utils", "plugins.callback"),
    "ansible": (
        UTILS + "_frontend",
        "plugins.modules.firmware_package_info",
        "plugins.modules.hikcentral_info",
        "plugins.modules.hikcentral_person_export",
        "plugins.modules.windows_installer_info",
        *(
            f"plugins.{kind}"
            for kind in ("plugin_utils", "connection", "action", "callback", "filter", "inventory", "lookup", "test")
        ),
    ),
    "yaml": ("plugins.plugin_utils", "plugins.callback"),
    "jsonschema": ("plugins.plugin_utils",),
    "jinja2": ("plugins.plugin_utils._audit.host_variables",),  # an undefined variable is an error of its own
    "_typeshed": ("plugins",),  # exists for type checkers only
}


def within(name: str, places: frozenset[str] | tuple[str, ...]) -> bool:
    return any(name == place or name.startswith(place + ".") for place in places)


def layer_of(source: Source) -> str:
    [layer] = [layer for layer in LAYERS if within(source.name, (layer,))]
    return layer


@pytest.mark.parametrize("source", sources("plugins"), ids=str)
def test_a_file_imports_what_its_layer_may(source: Source) -> None:
    layer = layer_of(source)
    allowed = LAYERS[layer] | {layer}
    inside = {name for name in source.imports if name.startswith(("plugins.", "tests."))}
    assert {name for name in inside if not within(name, allowed)} == set()


@pytest.mark.parametrize("source", sources("plugins"), ids=str)
def test_a_file_uses_the_libraries_that_belong_to_it(source: Source) -> None:
    for name in source.imports:
        library = name.partition(".")[0]
        if library in sys.stdlib_module_names or library in ("plugins", "ansible_collections"):
            continue
        assert library in LIBRARIES, f"{name} is not in the requirements"
        assert within(source.name, LIBRARIES[library]), f"{name} belongs elsewhere"


def test_the_rules_are_about_something() -> None:
    """An import that is not seen would pass every rule."""
    by_name = {source.name: source for source in sources("plugins")}
    assert "plugins.module_utils._clock.Clock" in by_name[UTILS + "_isapi.session"].imports
    assert "plugins.module_utils._isapi.status" in by_name[UTILS + "_isapi.session"].imports
    assert "requests.adapters" in by_name[UTILS + "_isapi.transport"].imports
    assert "ansible.module_utils.basic.AnsibleModule" in by_name[UTILS + "_frontend"].imports
    assert "plugins.module_utils._device.system.order_reboot" in by_name["plugins.modules.device_reboot"].imports
    assert "plugins.modules.firmware" in by_name["plugins.action.device_info"].imports
