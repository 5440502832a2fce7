# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""XML as devices really send it.

Six namespaces and none occur, sometimes two in one document, so names are compared without them. Bodies carry
trailing NULs, text before the declaration, bare ampersands, control characters and GBK bytes labelled as UTF-8
(all seen on devices). DTDs and entities never occur in ISAPI and are refused.
"""

from __future__ import annotations

import codecs
import contextlib
import dataclasses
import re
import typing
from xml.parsers import expat

from .errors import BadAnswer

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_DECLARATION = re.compile(r"\A<\?xml[^>]*\?>", re.IGNORECASE)
_MAX_DEPTH = 64
codecs.lookup("utf-8-sig")  # Python loads a codec at its first use, which would be in every worker


@dataclasses.dataclass(slots=True)
class Element:
    """One element: local name, stripped text, attributes by local name, children in document order."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    children: list[Element] = dataclasses.field(default_factory=list)

    def all(self, name: str) -> list[Element]:
        """The direct children of that name. Count these: ``size`` attributes lie."""
        return [child for child in self.children if child.name == name]

    def find(self, path: str) -> Element | None:
        """The first element at ``path`` (names joined by ``/``, from direct children down)."""
        here: Element | None = self
        for name in path.split("/"):
            here = next((child for child in here.children if child.name == name), None) if here else None
        return here

    def iter(self, name: str) -> typing.Iterator[Element]:
        """All descendants of that name."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.iter(name)

    def value(self, path: str) -> str | None:
        """The text at ``path``; ``None`` when the element is missing or empty."""
        found = self.find(path)
        return found.text or None if found else None

    def integer(self, path: str) -> int | None:
        """The whole number at ``path``, blanks and a fraction tolerated; ``None`` when there is none."""
        return to_integer(self.value(path))

    def boolean(self, path: str) -> bool | None:
        """The truth value at ``path``; ``None`` when missing or neither true nor false."""
        return to_boolean(self.value(path))


def to_integer(text: object) -> int | None:
    """Read ``"42"``, ``" 728.234375"``, ``" 7 "`` or 42 as a whole number; anything else is ``None``."""
    word = str(text).strip()
    with contextlib.suppress(ValueError):
        return int(word)  # exact; large ones do not survive the way through a float
    with contextlib.suppress(ValueError, OverflowError):
        return int(float(word))
    return None


def to_boolean(text: object) -> bool | None:
    """Read ``true``/``TRUE``/``1`` and their opposites; anything else is ``None``."""
    match str(text).strip().casefold():
        case "true" | "1" | "yes":
            return True
        case "false" | "0" | "no" | "flase":  # the last one is a real firmware's spelling
            return False
    return None


def parse(body: bytes) -> Element:
    """Parse an XML body.

    Raises :class:`BadAnswer` when it can not be repaired, is nested too deeply or holds a DTD.
    """
    builder = _Builder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(_repaired(body), True)
    except expat.ExpatError as error:
        if builder.complete:
            return builder.complete  # what comes after the root is the rest of something else
        raise BadAnswer(f"broken XML ({error})") from error
    if builder.root is None:
        raise BadAnswer("an empty XML document")
    return builder.root


def _repaired(body: bytes) -> str:
    text = _CONTROL.sub("", decoded(body))
    start = text.find("<")
    text = text[start:] if start >= 0 else ""
    # The declared encoding has served its purpose, and it is wrong often enough to confuse the parser.
    text = _DECLARATION.sub("", text, count=1)
    return _BARE_AMPERSAND.sub("&amp;", text)


def decoded(body: bytes) -> str:
    """The text of a body, whatever encoding it claims: UTF-8, else GBK, else with replacement characters."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode("utf-8", errors="replace")


def _refuse_doctype(*_: object) -> None:
    raise BadAnswer("XML that has a document type declaration, which ISAPI never has")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _Builder:
    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []

    @property
    def complete(self) -> Element | None:
        """The root, once it is closed."""
        return None if self._open else self.root

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= _MAX_DEPTH:
            raise BadAnswer("XML nested too deeply")
        element = Element(_local(name), {_local(key): value for key, value in attributes.items()})
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def data(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text

    def end(self, _name: str) -> None:
        element = self._open.pop()
        element.text = element.text.strip()
