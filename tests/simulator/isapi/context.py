# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One request on its way through a device, with the few ways to answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..accounts import Account
from ..answers import JSON, OK, SUB_STATUSES, XML, Answer, Status, SubStatus, error
from ..device import Device
from ..documents import Tree, json_document, xml_document


@dataclass(slots=True, kw_only=True)
class Context:
    """A request that passed the door, and the device it is for."""

    device: Device
    method: str
    path: str
    ids: tuple[str, ...] = ()
    """Numeric parts of the path."""
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    account: Account | None = None
    client: str = ""

    @property
    def json(self) -> bool:
        """JSON is asked for and this device knows it."""
        return self.device.profile.json and self.query.get("format", "").lower() == "json"

    def document(self, root: str, tree: Tree, *, flat: bool = False, always_json: bool = False) -> Answer:
        """A document in the notation that the request asks for; ``flat``: JSON without the root."""
        if self.json or always_json:
            return Answer(200, json_document(None if flat else root, tree), JSON)
        profile = self.device.profile
        namespace = None if root in profile.bare_documents else profile.namespace
        return Answer(200, xml_document(root, tree, namespace, profile.root_version), XML)

    def status(self, status: Status = OK) -> Answer:
        """A ResponseStatus."""
        profile = self.device.profile
        code = SUB_STATUSES.get(status.sub, SubStatus(4, 0x40000006, 403)).error
        tree: dict[str, object] = {
            "statusCode": status.code,
            "statusString": status.string,
            "subStatusCode": status.sub,
        }
        if self.json:
            extra = {} if status.code == 1 else {"errorCode": code, "errorMsg": status.description or status.sub}
            return Answer(status.http, json_document(None, tree | extra), JSON)
        tree = {"requestURL": self.path} | tree
        if status.description is not None:
            tree["description"] = status.description
        namespace = profile.error_namespace or profile.namespace
        return Answer(status.http, xml_document("ResponseStatus", tree, namespace, profile.root_version), XML)

    def error(
        self, sub: str, *, http: int | None = None, text: str | None = None, description: str | None = None
    ) -> Answer:
        """A ResponseStatus with a documented sub status."""
        return self.status(error(sub, http=http, text=text, description=description))
