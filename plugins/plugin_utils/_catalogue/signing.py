# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sign a catalogue with OpenSSH, and tell whether a key has signed it already.

The key is a private key file without a passphrase, or a public key whose private half is in ssh-agent: there, keys with
a passphrase and FIDO keys are unlocked by their owner beforehand. Nobody is ever asked anything here. ssh-keygen runs
without a terminal and with a deadline, and gets the catalogue through its input, so that what is signed is exactly
what was checked.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import os
import pathlib
import signal
import subprocess
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.errors import NotTrusted
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.signature import (
    NAMESPACE,
    Evidence,
    verify,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.signature_facts import (
    fingerprint,
    lines_of,
)

# ssh-keygen reads the first as a program that asks for passphrases; a display is where that would show up.
_ASKING = ("SSH_ASKPASS", "DISPLAY", "WAYLAND_DISPLAY")
_PROGRAM = "ssh-keygen"
_PUBLIC = (b"ssh-", b"ecdsa-", b"sk-ssh-", b"sk-ecdsa-")
_SECONDS_TO_READ = 30.0


class NotSigned(ValueError):
    """There is no signature; the message says what to do."""


@dataclasses.dataclass(frozen=True, slots=True)
class SigningKey:
    """``path`` is what ssh-keygen gets, ``public`` is the type and the public half as OpenSSH writes them."""

    path: pathlib.Path
    public: str

    @property
    def blob(self) -> bytes:
        """The public half in its binary form."""
        return base64.b64decode(self.public.partition(" ")[2])

    @property
    def fingerprint(self) -> str:
        """The key's name in ``ssh-keygen -l`` and in logs."""
        return fingerprint(self.blob)


@dataclasses.dataclass(frozen=True, slots=True)
class Signers:
    """Whose signature counts: the contents of ``allowed_signers``, named ``name``, and of the revocation list."""

    name: str
    allowed: bytes
    revoked: bytes | None = None

    def expect(self, key: SigningKey) -> None:
        """See that the key is listed at all, before anybody touches it. Raises :class:`NotSigned`."""
        if not lines_of(key.blob, self.allowed.decode(errors="replace")):
            raise NotSigned(f"{self.name} does not list the key {key.fingerprint}, so nothing is signed with it.")

    def accept(self, name: str, content: bytes, signature: bytes) -> None:
        """See that those who verify it will accept a signature. Raises :class:`NotSigned`, :class:`NotVerifiable`."""
        try:
            verify(Evidence(name, content, signature, self.allowed, self.revoked, self.name))
        except NotTrusted as error:
            raise NotSigned(f"This signature would be refused, so it is not kept. {error}") from error


def signing_key(path: pathlib.Path) -> SigningKey:
    """Find the public half of a key. Raises :class:`NotSigned` when there is none, or :class:`OSError`."""
    beside = path.with_name(path.name + ".pub")
    for candidate in (path, beside):
        public = _public_key(candidate) if candidate == path or candidate.exists() else None
        if public:
            return SigningKey(path, public)
    ended = _keygen(["-y", "-f", str(path)], b"", _SECONDS_TO_READ)
    if ended.returncode:
        raise NotSigned(_reason(path, ended.stderr))
    return SigningKey(path, _first_two_words(ended.stdout.decode()))


def is_signed(content: bytes, signature: bytes, key: SigningKey) -> bool:
    """Whether this is a signature by this key over these bytes. Raises :class:`NotVerifiable`."""
    signers = f'signer namespaces="{NAMESPACE}" {key.public}\n'.encode()
    try:
        verify(Evidence("the catalogue", content, signature, signers))
    except NotTrusted:
        return False
    return True


def sign(content: bytes, key: SigningKey, seconds: float) -> bytes:
    """The signature as OpenSSH writes it. ``seconds`` is how long a FIDO key may wait for a touch.

    Raises :class:`NotSigned`.
    """
    ended = _keygen(["-Y", "sign", "-n", NAMESPACE, "-f", str(key.path)], content, seconds)
    if ended.returncode or not ended.stdout.startswith(b"-----BEGIN SSH SIGNATURE-----"):
        raise NotSigned(_reason(key.path, ended.stderr))
    return ended.stdout


def _public_key(path: pathlib.Path) -> str | None:
    """The key in a public key file; ``None`` when the file is something else."""
    with path.open("rb") as file:
        start = file.read(16)
        if not start.startswith(_PUBLIC):
            return None  # a private key is for OpenSSH to read
        key = _first_two_words((start + file.read(65536)).decode(errors="replace"))
    try:
        blob = base64.b64decode(key.partition(" ")[2], validate=True)
    except binascii.Error:
        blob = b""
    if not blob:
        raise NotSigned(f"{path} begins like a public key and is none.")
    return key


def _first_two_words(text: str) -> str:
    return " ".join(text.split(maxsplit=2)[:2])


def _keygen(arguments: list[str], content: bytes, seconds: float) -> subprocess.CompletedProcess[bytes]:
    """Run ssh-keygen where it has nobody to ask. Raises :class:`NotSigned`."""
    environment = {name: value for name, value in os.environ.items() if name not in _ASKING}
    try:
        process = subprocess.Popen(
            [_PROGRAM, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment | {"SSH_ASKPASS_REQUIRE": "never", "LC_ALL": "C"},
            start_new_session=True,
        )
    except FileNotFoundError as error:
        raise NotSigned("There is no ssh-keygen here: install the OpenSSH client (openssh-clients).") from error
    with process:
        try:
            output, errors = process.communicate(content, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)  # with the programs that ssh-keygen talks to FIDO keys through
            raise NotSigned(
                f"ssh-keygen did not end within {seconds:g} s. A FIDO key or an ssh-agent may be waiting for a touch "
                "or a confirmation; give timeout more seconds if somebody is there to do that."
            ) from error
    return subprocess.CompletedProcess(process.args, process.returncode, output, errors)


def _reason(path: pathlib.Path, said: bytes) -> str:
    """What ssh-keygen's complaint means for the person who wants to sign."""
    complaint = " ".join(said.decode(errors="replace").split())
    for words, sentence in _COMPLAINTS.items():
        if words in complaint:
            return sentence.format(key=path)
    return f"ssh-keygen could not sign with {path}: {complaint or 'it did not say why'}"


_COMPLAINTS: typing.Final = {
    "incorrect passphrase": (
        "The key {key} has a passphrase, and nobody is asked for it here. Load the key into ssh-agent with "
        "'ssh-add {key}' and run this again in the same shell."
    ),
    "are too open": "Others can read the key {key}, so OpenSSH does not use it. Run 'chmod 600 {key}'.",
    "agent refused operation": (
        "The ssh-agent refused to sign with {key}: it may want a confirmation, or the FIDO key may not be plugged in."
    ),
    "device not found": "The FIDO key of {key} is not plugged in.",
    "No private key found": (
        "There is no private key for {key}: not beside it, and not in an ssh-agent. Load it with ssh-add, or name the "
        "file of the private key."
    ),
    "invalid format": "{key} is not a key that OpenSSH can read.",
}
