# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes one kind of device different from another, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ..documents import HIKVISION
from ..timing import Timing


class Kind(StrEnum):
    CAMERA = "camera"
    RECORDER = "recorder"
    ACCESS_CONTROL = "access_control"
    INTERCOM = "intercom"


class Unsupported(StrEnum):
    """How a device answers for something it does not have."""

    FORBIDDEN = "403"
    NOT_FOUND = "404"
    OK_WITH_ERROR = "200"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthPolicy:
    """How a device asks for credentials. Schemes: digest-md5, digest-sha256, basic; the first is offered first."""

    schemes: tuple[str, ...] = ("digest-md5",)
    realm: str = "IP Camera({serial_tail})"
    terse: bool = False
    """True: the challenge has neither algorithm nor opaque, and qop before realm."""
    nonce_lifetime: float = 300.0
    """Real seconds."""
    html: bool = True
    """Body of a 401: a HTML page (True) or a userCheck document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LockPolicy:
    attempts: int = 5
    seconds: float = 1800.0
    """Simulated seconds."""
    told: bool = True
    """False: userCheck has no lock fields."""
    word: str = "lock"
    """lockStatus while locked; some devices say "locked"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPolicy:
    """How a device takes firmware."""

    methods: tuple[str, ...] = ("put", "post", "multipart")
    wrong_method_http: int = 405
    container: str = "hkws"
    device_class: int = 2
    reboot: str = "automatic"
    """automatic, or manual: the client has to send the reboot."""
    answer: str = "accepted"
    """accepted (before writing), after_write, empty (no body) or reboot_text (status 1 with "Reboot Required")."""
    downgrade: bool = True
    slots: int = 2
    """Boot slots: with one, a power cut while writing leaves nothing to boot."""
    refusal_http: int = 200
    refusal_code: int | None = None
    """Status code that replaces the documented one in a refusal: several devices answer 4 for everything."""
    platform_code: str = "badDevType"
    damage_code: str = "verificationFailed"
    version_code: str = "errorUpgradeVersion"
    """For an older firmware, where that is not taken."""
    pre_validation: int = 0
    """Bytes of header the device checks beforehand; 0: it does not offer that."""
    progress: bool = True
    """False: upgradeStatus is not supported."""
    announces: bool = False
    """True: System/capabilities carries the upgrade flags; most devices say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigPolicy:
    """How a device exports and imports its configuration."""

    size: int = 24_000
    plain_export: bool = True
    """False: an export without a secret key is refused."""
    security_versions: tuple[int, ...] = (1,)
    irreversible: bool = True
    iterations: int = 100
    import_methods: tuple[str, ...] = ("put",)
    import_reboot: str = "manual"
    """manual (status 7) or automatic."""
    bound_to_serial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyChannel:
    """A camera behind a recorder; all identity is None for an offline or foreign one."""

    name: str
    model: str | None = "DS-2CD2386G2-IU"
    firmware: str | None = "V5.7.15 build 240201"
    online: bool = True
    protocol: str = "HIKVISION"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    name: str
    status: str = "ok"
    capacity: int = 1_907_729
    free: int = 0
    """MB; 0 is normal for a recorder that overwrites."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One kind of device."""

    key: str
    about: str
    kind: Kind
    model: str
    device_name: str
    device_type: str
    version: str
    build: str
    platform: str
    """Compared with the image; told to clients only where device_info says so."""
    language: str = "en"
    oem_code: int = 1
    namespace: str | None = HIKVISION
    error_namespace: str | None = None
    """Namespace of ResponseStatus where it differs from the rest."""
    root_version: str | None = "2.0"
    bare_documents: frozenset[str] = frozenset()
    """Root names of the documents that carry no namespace on this device."""
    device_info: Mapping[str, str | None] = field(default_factory=dict)
    """Elements of deviceInfo in order; "*" stands for a value that the device knows itself."""
    features: frozenset[str] = frozenset()
    json: bool = False
    """Answers JSON when asked with format=json."""
    server: str = "App-webs/"
    keep_alive: float = 60.0
    """Real seconds; 0: every answer closes the connection."""
    case_sensitive: bool = False
    unsupported: Unsupported = Unsupported.FORBIDDEN
    wrong_verb_http: int = 405
    auth: AuthPolicy = AuthPolicy()
    lock: LockPolicy = LockPolicy()
    upload: UploadPolicy = UploadPolicy()
    config: ConfigPolicy = ConfigPolicy()
    timing: Timing = field(default_factory=Timing)
    tls_flags: tuple[str, ...] = ("TLS1_1Enable=false", "TLS1_2Enable=true", "TLS1_3Enable=true")
    streams: tuple[str, ...] = ("101", "102")
    analog_inputs: int = 0
    proxied: tuple[ProxyChannel, ...] = ()
    proxied_size: int | None = None
    """Value of the size attribute of the channel list; it is often wrong."""
    status_list: bool = True
    """False: channel status only one by one."""
    disks: tuple[Disk, ...] = ()
    doors: int = 0
    door_slots: int = 0
    """Length of the door arrays where it exceeds the number of doors."""
    readers: int = 0
    persons: int = 0
    cards: int = 0
    time_zone: str = "CST-1:00:00DST01:00:00,M3.5.0/02:00:00,M10.5.0/03:00:00"
    memory_usage: str = "312.531250"
