# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signs a catalogue on the controller."""

from __future__ import annotations

import datetime
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue import atomic_file
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.errors import CatalogueError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.freshness import check_time
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.reading import (
    LARGEST,
    LARGEST_SIGNATURE,
    examine,
    read_file,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.signature import SUFFIX
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.signing import (
    NotSigned,
    Signers,
    is_signed,
    sign,
    signing_key,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._controller_action import ControllerAction

Result = dict[str, typing.Any]

ARGUMENTS: typing.Final[Result] = {
    "path": {"type": "path", "required": True},
    "key": {"type": "path", "required": True},
    "allowed_signers": {"type": "path"},
    "revoked": {"type": "path"},
    "timeout": {"type": "float", "default": 60.0},
}


class ActionModule(ControllerAction):
    """The action of this file."""

    def run(self, tmp: str | None = None, task_vars: dict[str, typing.Any] | None = None) -> Result:
        result: Result = super().run(tmp, task_vars)
        params = self.checked(ARGUMENTS)
        path, key = self.file(params["path"]), self.file(params["key"])
        result |= {"path": str(path), "changed": False}
        try:
            signers = self._signers(params["allowed_signers"], params["revoked"])
            return result | signed(path, key, params["timeout"], signers, check_mode=bool(self._task.check_mode))
        except CatalogueError as error:
            return result | {"failed": True} | error.as_result()
        except NotSigned as error:
            return result | {"failed": True, "msg": str(error)}
        except OSError as error:
            return result | {"failed": True, "msg": f"{error.filename or path}: {error.strerror}"}

    def _signers(self, allowed: str | None, revoked: str | None) -> Signers | None:
        if not allowed:
            return None
        lists = [self.file(name) if name else None for name in (allowed, revoked)]
        contents = [read_file(path, LARGEST, str(path)) if path else None for path in lists]
        return Signers(str(lists[0]), contents[0] or b"", contents[1])


def signed(
    path: pathlib.Path, key_path: pathlib.Path, seconds: float, signers: Signers | None = None, *, check_mode: bool
) -> Result:
    """Sign the catalogue unless this key has.

    Raises :class:`CatalogueError`, :class:`NotSigned` and :class:`OSError`.
    """
    data = read_file(path, LARGEST, str(path))
    content = examine(data, str(path)).content
    check_time(str(path), content["issued"], content["expires"], datetime.datetime.now(datetime.UTC))
    key = signing_key(key_path)
    if signers:
        signers.expect(key)
    signature = path.with_name(path.name + SUFFIX)
    told = {"signature": str(signature), "serial": content["serial"], "key": key.fingerprint}
    issue = f"issue {content['serial']} of {content['catalogue_id']}"
    if signature.exists() and is_signed(data, read_file(signature, LARGEST_SIGNATURE, str(signature)), key):
        return {**told, "changed": False, "msg": f"This key has signed {issue} already: {signature}."}
    if not check_mode:
        written = sign(data, key, seconds)
        if not is_signed(data, written, key):
            raise NotSigned(f"The private and the public key of {key_path} do not belong together; nothing is signed.")
        if signers:
            signers.accept(str(path), data, written)
        atomic_file.replace(signature, written)
    return {**told, "changed": True, "msg": f"{'Would sign' if check_mode else 'Signed'} {issue}: {signature}."}
