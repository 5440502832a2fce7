# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Catalogues for tests: a valid document with what a test wants changed, written to a file, signed with a real key.

catalogue(entry({"file.size": 4096}, id="cam-a"), serial=8)       a document
signed(tmp_path, catalogue(...)).options                           options of the module ``catalogue_info``
"""

from __future__ import annotations

import copy
import dataclasses
import datetime
import json
import pathlib
import subprocess
import typing

import yaml

NAMESPACE = "hikvision-firmware-catalogue"
PRINCIPAL = "firmware@example.org"
REMOVED: typing.Final = object()  # as a value: the key is taken out

Document = dict[str, typing.Any]
Changes = typing.Mapping[str, typing.Any]


def entry(changes: Changes | None = None, /, **keys: typing.Any) -> Document:
    """A valid entry. ``changes`` maps dotted paths such as ``file.sha256`` to values, ``keys`` are at its top."""
    document = {
        "id": "ipc-g5-5.7.18-240826",
        "kind": "camera",
        "models": {"include": ["DS-2CD2?86G2-*"], "exclude": ["DS-2CD2?86G2-*(CN)"]},
        "hardware": {"platform": "G5"},
        "version": "V5.7.18",
        "build": "240826",
        "language": "ML",
        "edition": "STD",
        "file": {"name": "digicap-5.7.18-240826.dav", "size": 32106942, "sha256": "1" * 64, "container": "HKWS"},
        "source": {"kind": "vendor-portal", "url": "https://example.org/firmware", "obtained": "2026-01-05"},
        "status": "approved",
        "approval": {"by": "ops", "date": "2026-01-09", "tested_on": ["lab-cam-1"]},
    }
    return changed(document, {**(changes or {}), **keys})


def archive(name: str = "IPC_G5_5.7.18_240826.zip", image: str = "digicap.dav") -> Document:
    """The ``file`` of an entry whose image is inside a zip archive."""
    inside = {"name": image, "size": 32106942, "sha256": "3" * 64, "container": "HK20"}
    return {"name": name, "size": 32100000, "sha256": "2" * 64, "image": inside}


def catalogue(*entries: Document, changes: Changes | None = None, **keys: typing.Any) -> Document:
    """A valid catalogue, issued yesterday and good for half a year, of ``entries`` or of one sample entry."""
    now = datetime.datetime.now(datetime.UTC)
    document = {
        "schema": "hikvision-firmware-catalogue/1",
        "catalogue_id": "example",
        "serial": 7,
        "issued": moment(now - datetime.timedelta(days=1)),
        "expires": moment(now + datetime.timedelta(days=180)),
        "firmware": list(entries) or [entry()],
    }
    return changed(document, {**(changes or {}), **keys})


def moment(time: datetime.datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def changed(document: Document, changes: Changes) -> Document:
    """A copy with the values at dotted paths replaced; numbers in a path are places in a list."""
    result = copy.deepcopy(document)
    for path, value in changes.items():
        *parents, last = (int(step) if step.isdigit() else step for step in path.split("."))
        place: typing.Any = result
        for step in parents:
            place = place.setdefault(step, {}) if isinstance(place, dict) else place[step]
        if value is REMOVED:
            del place[last]
        else:
            place[last] = value
    return result


def write(path: pathlib.Path, document: Document) -> pathlib.Path:
    """Write a document as JSON or YAML, by the suffix of the path."""
    text = json.dumps(document, indent=2) if path.suffix == ".json" else yaml.safe_dump(document, sort_keys=False)
    path.write_text(text, encoding="utf-8")
    return path


@dataclasses.dataclass(frozen=True, slots=True)
class KeyPair:
    """``private`` is a file without a passphrase, ``public`` the line ``ssh-ed25519 AAAA...`` without a comment."""

    private: pathlib.Path
    public: str

    @property
    def public_file(self) -> pathlib.Path:
        return self.private.with_name(self.private.name + ".pub")

    @property
    def fingerprint(self) -> str:
        return ssh_keygen("-l", "-f", str(self.public_file)).split(" ")[1]

    def sign(self, path: pathlib.Path, namespace: str = NAMESPACE) -> pathlib.Path:
        """Sign a file; the signature replaces an earlier one beside it."""
        signature = path.with_name(path.name + ".sig")
        signature.unlink(missing_ok=True)
        ssh_keygen("-q", "-Y", "sign", "-f", str(self.private), "-n", namespace, str(path))
        return signature

    def allowed(self, principal: str = PRINCIPAL, options: str = f'namespaces="{NAMESPACE}"') -> str:
        """Its line in ``allowed_signers``."""
        return " ".join(part for part in (principal, options, self.public) if part)


def key_pair(directory: pathlib.Path, name: str = "signer", *options: str) -> KeyPair:
    """A new key; ``options`` for ``ssh-keygen`` replace ``-t ed25519``."""
    private = directory / name
    ssh_keygen("-q", *(options or ("-t", "ed25519")), "-N", "", "-C", name, "-f", str(private))
    public = private.with_name(f"{name}.pub").read_text(encoding="utf-8")
    return KeyPair(private, " ".join(public.split()[:2]))


@dataclasses.dataclass(frozen=True, slots=True)
class Signed:
    """A catalogue on disk, its signature beside it, and who may sign."""

    path: pathlib.Path
    allowed_signers: pathlib.Path
    key: KeyPair

    @property
    def signature(self) -> pathlib.Path:
        return self.path.with_name(self.path.name + ".sig")

    @property
    def memory(self) -> pathlib.Path:
        return self.allowed_signers.with_name("catalogue_serials.json")

    @property
    def options(self) -> dict[str, str]:
        """Options of the module ``catalogue_info``; the memory of serials is a file of the test's own."""
        return {
            "path": str(self.path),
            "allowed_signers": str(self.allowed_signers),
            "memory": str(self.memory),
        }

    @property
    def variables(self) -> dict[str, str]:
        """The same as inventory variables."""
        return {
            "hikvision_catalogue": str(self.path),
            "hikvision_catalogue_allowed_signers": str(self.allowed_signers),
            "hikvision_catalogue_memory": str(self.memory),
        }

    def replace(self, document: Document) -> None:
        """Write another document to the same file and sign that."""
        write(self.path, document)
        self.key.sign(self.path)


def signed(directory: pathlib.Path, document: Document | None = None, name: str = "catalogue.yml") -> Signed:
    """Write and sign a catalogue with a new key in ``directory``."""
    key = key_pair(directory)
    signers = directory / "allowed_signers"
    signers.write_text(key.allowed() + "\n", encoding="utf-8")
    result = Signed(directory / name, signers, key)
    result.replace(document or catalogue())
    return result


def ssh_keygen(*arguments: str) -> str:
    command = ["ssh-keygen", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
