# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who vouches for a catalogue: verification by ``ssh-keygen -Y``, and the reason when it says no.

Everything that takes part is read once, into :class:`Evidence`, and handed to ``ssh-keygen`` from there; so what was
verified is what is read afterwards, whatever happens to the files meanwhile. ``ssh-keygen -Y check-novalidate`` plays
no part: it accepts a signature by anybody.
"""

from __future__ import annotations

import dataclasses
import datetime
import pathlib
import re
import subprocess
import tempfile
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue import errors
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Verification
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.signature_facts import (
    SignatureFacts,
    lines_of,
)

NAMESPACE: typing.Final = "hikvision-firmware-catalogue"
SUFFIX: typing.Final = ".sig"
SECONDS = 20

_FINGERPRINT = re.compile(r"\bkey (SHA256:[A-Za-z0-9+/]+)")


@dataclasses.dataclass(frozen=True, slots=True)
class Evidence:
    """The bytes of the catalogue, of its signature, of the list of signers and of the revocation list.

    ``name`` and ``signers`` are what messages call the catalogue and the list.
    """

    name: str
    data: bytes
    signature: bytes
    allowed_signers: bytes
    revoked: bytes | None = None
    signers: str = "allowed_signers"


def verify(evidence: Evidence, program: str = "ssh-keygen") -> Verification:
    """Raises :class:`errors.NotTrusted` and :class:`errors.NotVerifiable`."""
    facts = SignatureFacts.read(evidence.signature)
    if facts is None:
        raise errors.NotASignature(f"{evidence.name}{SUFFIX} is not an SSH signature.")
    if facts.namespace != NAMESPACE:
        raise errors.WrongNamespace(
            f"{evidence.name} was signed for {facts.namespace!r}, not as a firmware catalogue ({NAMESPACE!r}).",
            key=facts.fingerprint,
        )
    try:
        with tempfile.TemporaryDirectory(prefix="hikvision-") as directory:
            return _Check(evidence, facts, pathlib.Path(directory), program).verification()
    except OSError as error:
        raise errors.NotVerifiable(f"The signature of {evidence.name} can not be checked: {error.strerror}.") from error


class _Check:
    """One verification, in a private directory that holds copies of the evidence."""

    def __init__(self, evidence: Evidence, facts: SignatureFacts, directory: pathlib.Path, program: str) -> None:
        self._evidence = evidence
        self._facts = facts
        self._program = program
        self._signature = directory / "signature"
        self._signers = directory / "allowed_signers"
        self._revoked = directory / "revoked"
        self._signature.write_bytes(evidence.signature)
        self._signers.write_bytes(evidence.allowed_signers)
        self._revoked.write_bytes(evidence.revoked or b"")
        self._lines = lines_of(facts.public_key, evidence.allowed_signers.decode(errors="replace"))

    def verification(self) -> Verification:
        revoked = () if self._evidence.revoked is None else ("-r", str(self._revoked))
        principals = self._principals()
        for principal in principals:  # one key may be listed for several names, each with other permissions
            good = self._verify(principal, *revoked)
            if good is not None:
                found = _FINGERPRINT.search(good)
                key = found.group(1) if found else self._facts.fingerprint
                return Verification(signature="valid", signer=principal, key=key)
        raise self._refusal(principals)

    def _principals(self) -> list[str]:
        """Who the key belongs to. ``find-principals`` stops at the first line that lists it; others may permit more."""
        files = ("-f", str(self._signers), "-s", str(self._signature))
        names = self._run("-Y", "find-principals", *files).stdout.decode(errors="replace").splitlines()
        if not names:
            raise self._stranger()
        return list(dict.fromkeys([*names, *(name for line in self._lines for name in line.names)]))

    def _verify(self, principal: str, *options: str) -> str | None:
        """What ``ssh-keygen`` says about a good signature, ``None`` for any other."""
        files = ("-f", str(self._signers), "-s", str(self._signature))
        ended = self._run("-Y", "verify", *files, "-I", principal, "-n", NAMESPACE, *options, data=self._evidence.data)
        return ended.stdout.decode(errors="replace") if ended.returncode == 0 else None

    def _run(self, *arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        try:
            ended = subprocess.run(
                [self._program, *arguments], input=data, capture_output=True, timeout=SECONDS, check=False
            )
        except FileNotFoundError as error:
            raise errors.VerifierMissing(
                f"{self._program} is not installed here, so the signature of {self._evidence.name} can not be checked."
            ) from error
        except OSError as error:
            raise errors.VerifierMissing(f"{self._program} can not be run: {error.strerror}.") from error
        except subprocess.TimeoutExpired as error:
            raise errors.VerifierTooSlow(
                f"{self._program} has not checked the signature of {self._evidence.name} within {SECONDS} seconds."
            ) from error
        if b"unknown option" in ended.stderr or b"illegal option" in ended.stderr or b"Unsupported op" in ended.stderr:
            raise errors.VerifierTooOld(f"{self._program} is too old: it can not check signatures of files.")
        return ended

    def _stranger(self) -> errors.NotTrusted:
        """Why nobody in the list of signers stands for the key."""
        key, signers, name = self._facts.fingerprint, self._evidence.signers, self._evidence.name
        now = datetime.datetime.now(datetime.UTC)
        for line in self._lines:
            if line.valid_before and line.valid_before <= now:
                over = f"{line.valid_before:%Y-%m-%d %H:%M %Z}".rstrip()
                return errors.SignerExpired(f"{name} was signed with {key}, whose time was over at {over}.", key=key)
            if line.valid_after and line.valid_after > now:
                start = f"{line.valid_after:%Y-%m-%d %H:%M %Z}".rstrip()
                return errors.SignerNotYetValid(f"{name} was signed with {key}, which is valid from {start}.", key=key)
        if self._lines:
            return errors.SignerNotPermitted(f"{signers} lists {key}, but not in a way that lets it sign.", key=key)
        return errors.UnknownSigner(f"{name} was signed with the key {key}, which {signers} does not list.", key=key)

    def _refusal(self, principals: list[str]) -> errors.NotTrusted:
        """Why a signature of a listed key is not good. Whatever turns out here, the catalogue stays refused."""
        key, name, principal = self._facts.fingerprint, self._evidence.name, principals[0]
        if self._evidence.revoked is not None and any(self._verify(principal) for principal in principals):
            return errors.KeyRevoked(f"{name} was signed with {key} of {principal}, which has been revoked.", key=key)
        if self._lines and not any(line.permits(NAMESPACE) for line in self._lines):
            told = ", ".join(self._lines[0].namespaces)
            return errors.SignerNotPermitted(
                f"{name} was signed by {principal}, whom {self._evidence.signers} permits to sign {told} only.", key=key
            )
        return errors.Tampered(
            f"{name} is not what {principal} signed: it was changed after that, or the signature is of another issue.",
            key=key,
        )
