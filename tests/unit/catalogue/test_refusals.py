# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every reason to refuse a catalogue has a name, a code, advice and words of its own."""

from __future__ import annotations

import datetime
import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue import errors, signature
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.reading import (
    LARGEST,
    Trust,
    admit,
    open_catalogue,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.serials import SerialMemory
from ansible_collections.surveillance.hikvision.tests.unit.catalogue import sample

NOW = datetime.datetime.now(datetime.UTC)


class Case:
    """A signed catalogue in a directory, spoilt by a test, and what is asked of it."""

    def __init__(self, directory: pathlib.Path) -> None:
        self.directory = directory
        self.signed = sample.signed(directory)
        self.path = self.signed.path
        self.trust: dict[str, typing.Any] = {"allowed_signers": self.signed.allowed_signers}
        self.minimum: int | None = None
        self.memory = SerialMemory(self.signed.memory)

    def open(self) -> None:
        opened = open_catalogue(self.path, Trust(**self.trust), self.path.parent)
        admit(opened.catalogue, NOW, minimum_serial=self.minimum, memory=self.memory)

    def sign_by(self, name: str, namespace: str = sample.NAMESPACE) -> None:
        sample.key_pair(self.directory, name).sign(self.path, namespace)

    def allow(self, options: str) -> None:
        self.signed.allowed_signers.write_text(self.signed.key.allowed(options=options))

    def write(self, name: str, text: str = "") -> pathlib.Path:
        path = self.directory / name
        path.write_text(text)
        return path


def nothing_there(case: Case) -> None:
    case.path.unlink()


def a_directory(case: Case) -> None:
    case.path = case.directory


def too_big(case: Case) -> None:
    with open(case.path, "r+b") as file:
        file.truncate(LARGEST + 1)


def not_yaml(case: Case) -> None:
    case.path.write_text("a: [")
    case.signed.key.sign(case.path)


def malformed(case: Case) -> None:
    case.signed.replace(sample.catalogue(changes={"firmware.0.build": 240826}))


def contradictory(case: Case) -> None:
    case.signed.replace(sample.catalogue(changes={"firmware.0.supersedes": ["nothing"]}))


def unsigned(case: Case) -> None:
    case.signed.signature.unlink()


def signed_otherwise(case: Case) -> None:
    case.signed.signature.write_text("-----BEGIN PGP SIGNATURE-----")


def huge_signature(case: Case) -> None:
    case.signed.signature.write_text("-----BEGIN SSH SIGNATURE-----" * 10_000)


def tampered(case: Case) -> None:
    case.path.write_bytes(case.path.read_bytes().replace(b"serial: 7", b"serial: 8"))


def wrong_namespace(case: Case) -> None:
    case.signed.key.sign(case.path, "file")


def wrong_signer(case: Case) -> None:
    case.sign_by("stranger")


def signer_not_permitted(case: Case) -> None:
    case.allow('namespaces="file"')


def signer_expired(case: Case) -> None:
    case.allow('valid-before="20200101Z"')


def signer_not_yet_valid(case: Case) -> None:
    case.allow('valid-after="20990101Z"')


def revoked(case: Case) -> None:
    case.trust["revoked"] = case.signed.key.public_file


def signers_not_given(case: Case) -> None:
    case.trust["allowed_signers"] = None


def signers_missing(case: Case) -> None:
    case.trust["allowed_signers"] = case.directory / "absent"


def signers_empty(case: Case) -> None:
    case.signed.allowed_signers.write_text("# nobody\n")


def revoked_missing(case: Case) -> None:
    case.trust["revoked"] = case.directory / "absent"


def revoked_nonsense(case: Case) -> None:
    case.trust["revoked"] = case.write("revoked", "none of your keys\n")


def expired(case: Case) -> None:
    case.signed.replace(sample.catalogue(issued="2020-01-01T00:00:00Z", expires="2020-07-01T00:00:00Z"))


def from_the_future(case: Case) -> None:
    case.signed.replace(sample.catalogue(issued="2098-01-01T00:00:00Z", expires="2099-07-01T00:00:00Z"))


def rolled_back(case: Case) -> None:
    case.signed.replace(sample.catalogue(serial=8))
    case.open()
    case.signed.replace(sample.catalogue(serial=7))


def reissued(case: Case) -> None:
    case.open()
    case.signed.replace(sample.catalogue(note="better"))


def below_minimum(case: Case) -> None:
    case.minimum = 8


def memory_nonsense(case: Case) -> None:
    case.memory = SerialMemory(case.write("memory", "[1]"))


def memory_unwritable(case: Case) -> None:
    case.memory = SerialMemory(case.write("file") / "memory")


REFUSALS: list[tuple[typing.Callable[[Case], None], type[errors.CatalogueError], str]] = [
    (nothing_there, errors.Unreadable, "can not be read: No such file"),
    (a_directory, errors.Unreadable, "can not be read: Is a directory"),
    (too_big, errors.Unreadable, "is larger than 16384 KiB"),
    (not_yaml, errors.Unreadable, "is not YAML: line"),
    (malformed, errors.Malformed, r"firmware\[0\].build \(line 17\): 240826 is a number; quote it: '240826'"),
    (contradictory, errors.Malformed, r"firmware\[0\].supersedes\[0\] \(line 36\): there is no entry 'nothing'"),
    (unsigned, errors.Unsigned, "is not signed: there is no catalogue.yml.sig beside it"),
    (signed_otherwise, errors.NotASignature, "is not an SSH signature"),
    (huge_signature, errors.NotASignature, "is too large for a signature"),
    (tampered, errors.Tampered, "it was changed after that"),
    (wrong_namespace, errors.WrongNamespace, "was signed for 'file', not as a firmware catalogue"),
    (wrong_signer, errors.UnknownSigner, "was signed with the key SHA256:.*, which .*allowed_signers does not list"),
    (signer_not_permitted, errors.SignerNotPermitted, "permits to sign file only"),
    (signer_expired, errors.SignerExpired, "whose time was over at 2020-01-01"),
    (signer_not_yet_valid, errors.SignerNotYetValid, "which is valid from 2099-01-01"),
    (revoked, errors.KeyRevoked, "which has been revoked"),
    (signers_not_given, errors.SignersNotGiven, "It is not said who may sign"),
    (signers_missing, errors.SignersUnreadable, "The list of signers .* can not be read: No such file"),
    (signers_empty, errors.SignersUnreadable, "holds no key"),
    (revoked_missing, errors.RevokedUnreadable, "The revocation list .* can not be read: No such file"),
    (revoked_nonsense, errors.RevokedUnreadable, "holds something that is no public key"),
    (expired, errors.Expired, "has expired: it was good until 2020-07-01T00:00:00Z, which was [0-9]+ days ago"),
    (from_the_future, errors.IssuedInFuture, "says that it was issued at 2098-01-01T00:00:00Z"),
    (rolled_back, errors.RolledBack, "has the serial number 7, but number 8 has been seen here"),
    (reissued, errors.Reissued, "is not the file that was seen under this number"),
    (below_minimum, errors.BelowMinimum, "has the serial number 7; 8 is the least wanted"),
    (memory_nonsense, errors.MemoryUnusable, "does not hold serial numbers"),
    (memory_unwritable, errors.MemoryUnusable, "can not be used: Not a directory"),
]


@pytest.mark.parametrize(("spoil", "error", "words"), REFUSALS, ids=lambda value: getattr(value, "__name__", None))
def test_a_catalogue_is_refused_for_what_is_wrong_with_it(tmp_path, spoil, error, words):
    case = Case(tmp_path)
    spoil(case)
    with pytest.raises(errors.CatalogueError, match=words) as refused:
        case.open()
    assert refused.value.as_result()["error"]["kind"] == error.__name__


def test_no_two_reasons_share_their_words(tmp_path):
    said = set()
    for spoil, _error, _words in REFUSALS:
        directory = tmp_path / spoil.__name__
        directory.mkdir()
        case = Case(directory)
        spoil(case)
        with pytest.raises(errors.CatalogueError) as refused:
            case.open()
        said.add(str(refused.value).replace(str(directory), "").replace(case.signed.key.fingerprint, ""))
    assert len(said) == len(REFUSALS)


def test_every_kind_of_error_has_advice_of_its_own():
    def below(kind: type[errors.CatalogueError]) -> list[type[errors.CatalogueError]]:
        return [each for child in kind.__subclasses__() for each in [child, *below(child)]]

    abstract = {errors.NotTrusted}
    kinds = [kind for kind in below(errors.CatalogueError) if kind not in abstract]
    assert len({kind.advice for kind in kinds}) == len(kinds)
    assert {kind.code for kind in kinds} == {"FW020", "FW025", "FW026", "FW027", "FW028"}
    drawn = errors.__doc__ or ""
    assert [kind.__name__ for kind in kinds if f"── {kind.__name__} " not in drawn] == []


def test_what_is_right_is_not_refused(tmp_path):
    Case(tmp_path).open()


def test_a_result_names_kind_code_and_problems(tmp_path):
    case = Case(tmp_path)
    malformed(case)
    with pytest.raises(errors.Malformed) as refused:
        case.open()
    told = refused.value.as_result()
    problem = {"path": "firmware[0].build", "line": 17, "sentence": "240826 is a number; quote it: '240826'"}
    assert told["error"] == {"kind": "Malformed", "code": "FW025", "problems": [problem]}
    assert told["advice"] == errors.Malformed.advice


def test_a_slow_verifier_is_refused_as_such(tmp_path, monkeypatch):
    monkeypatch.setattr(signature, "SECONDS", 0)
    with pytest.raises(errors.VerifierTooSlow):
        Case(tmp_path).open()
