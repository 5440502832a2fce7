# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that keeps a catalogue from being used.

::

    CatalogueError
    ├── Unreadable              FW025  no such file, too big, neither YAML nor JSON
    ├── Malformed               FW025  read, but not a catalogue: the problems name path and line
    ├── NotTrusted              FW020  the signature does not vouch for these bytes
    │   ├── Unsigned            ... there is none
    │   ├── NotASignature       ... the file is something else
    │   ├── Tampered            ... the bytes are not those that were signed
    │   ├── WrongNamespace      ... it was made for another purpose
    │   ├── UnknownSigner       ... by a key that allowed_signers does not list
    │   ├── SignerNotPermitted  ... by a key that is listed for other namespaces
    │   ├── SignerExpired       ... by a key whose time is over
    │   ├── SignerNotYetValid   ... by a key whose time has not come
    │   └── KeyRevoked          ... by a key that the revocation list names
    ├── NotVerifiable           FW028  nothing can be said about the signature
    │   ├── SignersNotGiven     ... nobody is named who may sign
    │   ├── SignersUnreadable   ... the list of those who may sign can not be used
    │   ├── RevokedUnreadable   ... the revocation list can not be used
    │   ├── VerifierMissing     ... there is no ssh-keygen
    │   ├── VerifierTooOld      ... ssh-keygen knows no signatures
    │   └── VerifierTooSlow     ... ssh-keygen did not end in time
    ├── Expired                 FW026  its time is over
    ├── IssuedInFuture          FW026  its time has not come
    ├── RolledBack              FW027  a newer issue has been seen
    ├── Reissued                FW027  another issue with the same serial number has been seen
    ├── BelowMinimum            FW027  older than the operator demands
    ├── MemoryUnusable          FW028  the memory of serial numbers can not be read or written
    └── LibraryMissing          FW028  the library that checks the form of a catalogue is not installed
"""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.problem import Problem


class CatalogueError(Exception):
    """Base of the tree. ``str(error)`` is a sentence for the operator, ``advice`` says what to do about it."""

    code: typing.ClassVar[str] = "FW025"
    advice: typing.ClassVar[str] = "Ask the people who maintain the catalogue."

    def details(self) -> dict[str, typing.Any]:
        """Facts that belong into a module result beside the message."""
        return {}

    def as_result(self) -> dict[str, typing.Any]:
        """``msg``, ``error`` and ``advice`` of a module result. People read ``msg`` alone, so it says all."""
        kind = {"kind": type(self).__name__, "code": self.code, **self.details()}
        told = str(self)
        between = "\n" if "\n" in told else " "
        return {"msg": f"{self.code}: {told}{between}{self.advice}", "error": kind, "advice": self.advice}


class Unreadable(CatalogueError):
    """The file is not there, can not be read, or is no plain YAML or JSON."""

    advice = "Name a catalogue that is there; playbook catalogue.yml with do=validate tells what is wrong in one."


class Malformed(CatalogueError):
    """The file is not a catalogue. ``problems`` are what is wrong, the most telling first."""

    advice = "Correct the file, raise its serial number, and sign it again."
    _SHOWN = 20

    def __init__(self, name: str, problems: typing.Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        counted = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = [str(problem) for problem in problems[: self._SHOWN]]
        if len(problems) > self._SHOWN:
            lines.append(f"and {len(problems) - self._SHOWN} more")
        super().__init__("\n  ".join([f"{name} is not a usable catalogue, it has {counted}:", *lines]))

    def details(self) -> dict[str, typing.Any]:
        return {"problems": [problem.as_result() for problem in self.problems]}


class NotTrusted(CatalogueError):
    """The signature does not vouch for the catalogue. ``key`` is the fingerprint of the key that made it."""

    code = "FW020"

    def __init__(self, message: str, *, key: str | None = None) -> None:
        super().__init__(message)
        self.key = key

    def details(self) -> dict[str, typing.Any]:
        return {"key": self.key} if self.key else {}


class Unsigned(NotTrusted):
    """There is no signature file."""

    advice = "Review the catalogue, sign it with playbook catalogue.yml and do=sign, and deliver both files."


class NotASignature(NotTrusted):
    """The file beside the catalogue is no SSH signature."""

    advice = "Deliver the .sig file that ssh-keygen made, as it is; GPG and other signatures are not understood."


class Tampered(NotTrusted):
    """The signature is for other bytes."""

    advice = (
        "If you changed it: review it, then sign it with playbook catalogue.yml and do=sign. If not: fetch catalogue "
        "and signature again, and ask the signer what happened to the file."
    )


class WrongNamespace(NotTrusted):
    """A signature for another purpose proves nothing here."""

    advice = "Sign the catalogue with playbook catalogue.yml and do=sign, which uses the right namespace."


class UnknownSigner(NotTrusted):
    """The key is not listed."""

    advice = "Add the key to allowed_signers only after its owner has confirmed the fingerprint in person."


class SignerNotPermitted(NotTrusted):
    """The key is listed, for other namespaces."""

    advice = "Let a key sign that allowed_signers permits for firmware catalogues, or permit this one."


class SignerExpired(NotTrusted):
    """The key is listed, with a valid-before that has passed."""

    advice = "Let a current signer sign the catalogue, or extend valid-before in allowed_signers."


class SignerNotYetValid(NotTrusted):
    """The key is listed, with a valid-after that lies ahead."""

    advice = "Check the clock of the controller and valid-after in allowed_signers."


class KeyRevoked(NotTrusted):
    """The revocation list names the key."""

    advice = "Use nothing that this key has signed; let another signer check and sign the catalogue."


class NotVerifiable(CatalogueError):
    """The signature could not be checked; nothing is known about the catalogue."""

    code = "FW028"
    advice = "Look at the temporary directory of the controller and at its disks, then run again."


class SignersNotGiven(NotVerifiable):
    """Nobody is named who may sign."""

    advice = "Name the file with the signers' keys in hikvision_catalogue_allowed_signers."


class SignersUnreadable(NotVerifiable):
    """The list of signers is not there or holds no key."""

    advice = 'Each line of allowed_signers reads: NAME namespaces="hikvision-firmware-catalogue" ssh-ed25519 AAAA...'


class RevokedUnreadable(NotVerifiable):
    """The revocation list is not there or is none."""

    advice = (
        "A revocation list holds a public key on each line, or was made with ssh-keygen -k. An empty file will do; "
        "without one, leave hikvision_catalogue_revoked unset."
    )


class VerifierMissing(NotVerifiable):
    """There is no ssh-keygen."""

    advice = "Install the OpenSSH client (openssh-client, openssh-clients) on the controller."


class VerifierTooOld(NotVerifiable):
    """The ssh-keygen of this machine can not verify signatures."""

    advice = "Install OpenSSH 8.9 or newer on the controller."


class VerifierTooSlow(NotVerifiable):
    """The ssh-keygen of this machine did not end."""

    advice = "Look at the load of the controller and at the disks that the files are on, then run again."


class Expired(CatalogueError):
    """The catalogue's time is over."""

    code = "FW026"
    advice = "Fetch the current catalogue; if there is none, it has to be reviewed, issued and signed again."


class IssuedInFuture(CatalogueError):
    """The catalogue claims to be made later than now."""

    code = "FW026"
    advice = "Check the clock of the controller and the date in the catalogue."


class RolledBack(CatalogueError):
    """A newer issue has been seen on this controller."""

    code = "FW027"
    advice = "Fetch the current catalogue: an older one may lack a withdrawal."


class Reissued(CatalogueError):
    """Two different files carry the same serial number."""

    code = "FW027"
    advice = "Raise the serial number with every change, then sign again."


class BelowMinimum(CatalogueError):
    """The operator demands a newer issue."""

    code = "FW027"
    advice = "Fetch the current catalogue, or correct hikvision_catalogue_minimum_serial."


class MemoryUnusable(CatalogueError):
    """The file with the serial numbers seen so far can not be used."""

    code = "FW028"
    advice = (
        "Name a file that can be written in hikvision_catalogue_memory; see the module's notes before removing one."
    )


class LibraryMissing(CatalogueError):
    """There is no jsonschema."""

    code = "FW028"
    advice = "Install what the collection's requirements.txt names into the Python of ansible-core."
