"""The XML of a weather message: from bytes to its parts, and to the text of its elements.

Decides which encodings and which root element are read; not what the texts mean.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from schemas.envelope import MOST_BYTES
from schemas.instants import Ms
from schemas.refusal import Code, UnfitError
from schemas.wire_time import FORM, is_naive, stated_ms

_SPACES: Final = ("", "urn:oasis:names:tc:emergency:cap:1.2", "urn:oasis:names:tc:emergency:cap:1.1")
_END: Final = "</alert>"
_QUOTED: Final = 80
"""Characters of a text that a detail quotes: enough to recognise it, and a refusal stays small whatever was sent."""
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_CHINESE: Final = frozenset({"gb2312", "gbk", "gb18030"})
_OTHERS: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_ENCODINGS: Final = "UTF-8, UTF-16 with its byte order mark, or GB 18030, as its first line says"
_TIME: Final = "YYYY-MM-DDTHH:MM:SS, or a blank for T, optionally . and decimals, then Z or ±HH:MM; years 1970 to 9998"
_encoding_declared: Final = re.compile(rb"""\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([^"']{0,40})["']""").match
_CHINESE_TIME: Final = "+08:00"
_is_time: Final = re.compile(FORM).fullmatch


class XmlText(NamedTuple):
    """The text of one element, its white space joined, and the element's path, such as `info[0]/severity`."""

    where: str
    text: str

    def unfit(self, code: Code, allowed: str) -> UnfitError:
        """The fault of a text that is not what is allowed."""
        shown = self.text if len(self.text) <= _QUOTED else self.text[:_QUOTED] + "…"
        return UnfitError(code, f"{self.where}: {shown!r} is given; allowed: {allowed}")

    def check_offset(self) -> None:
        """Raise `UnfitError` (`naive_time`) where the text lacks only an offset to be an instant."""
        if is_naive(self.text.replace(" ", "T", 1)):
            raise self.unfit(Code.NAIVE_TIME, "the same with Z or ±HH:MM behind it")

    def instant(self, *, local: bool = False) -> Ms:
        """The instant (ms) in the text, with `local` without offset Chinese; `UnfitError` (`bad_value`) where it names none."""
        text = self.text.replace(" ", "T", 1)
        if local and is_naive(text):
            text += _CHINESE_TIME
        if _is_time(text):
            try:
                return stated_ms(text)
            except ValueError as error:
                raise self.unfit(Code.BAD_VALUE, f"an instant of the calendar ({error})") from None
        raise self.unfit(Code.BAD_VALUE, _TIME)


@dataclass(frozen=True, slots=True)
class XmlPart:
    """An element that holds others. One of them that is empty or has only blanks counts as absent."""

    element: Element
    space: str
    path: str = ""

    def text_of(self, *names: str) -> XmlText | None:
        """The text of the first of these children that is there."""
        return next((text for name in names for text in self.texts_of(name)), None)

    def texts_of(self, name: str) -> Iterator[XmlText]:
        """The text of each child of that name."""
        for child in self.element.findall(self.space + name):
            text = " ".join((child.text or "").split())
            if text:
                yield XmlText(self.path + name, text)

    def parts(self, name: str) -> list["XmlPart"]:
        """The children of that name, in their order, those without content too."""
        found = self.element.findall(self.space + name)
        return [XmlPart(child, self.space, f"{self.path}{name}[{place}]/") for place, child in enumerate(found)]


def alert_in(value: bytes | None) -> XmlPart:
    """The `alert` element of these bytes; `UnfitError` where there is none, or none that may be read."""
    return alert_and_text(value)[0]


def alert_and_text(value: bytes | None) -> tuple[XmlPart, bytes]:
    """The `alert` element of these bytes, and its text from `<alert` to `</alert>` in UTF-8; `UnfitError` as above.

    A document type, and with it every entity of the sender's own, is refused before anything is expanded or fetched.
    """
    if value is None:
        raise UnfitError(Code.NOT_AN_EVENT, "no value is given; allowed: one weather message")
    if len(value) > MOST_BYTES:
        raise UnfitError(Code.RECORD_TOO_LARGE, f"{len(value):,} bytes are given; allowed: {MOST_BYTES:,}")
    text = _text(value)
    root = _root(text)
    spaces = {f"{{{space}}}" if space else "" for space in _SPACES}
    space = root.tag.removesuffix("alert")
    if space not in spaces or not root.tag.endswith("alert"):
        given = XmlText("the root element", root.tag)
        raise given.unfit(Code.NOT_AN_EVENT, "alert, without namespace or in that of CAP 1.2 or 1.1")
    start, end = max(0, text.find("<alert")), text.rfind(_END)
    whole = text[start : end + len(_END)] if end >= 0 else text[start:]
    return XmlPart(root, space), whole.encode()


def _root(text: str) -> Element:
    try:
        return fromstring(text, forbid_dtd=True)
    except DefusedXmlException:
        raise _not_xml("a document type or an entity declaration is given; allowed: XML without them") from None
    except ParseError as error:
        given = f"{error}" if text.strip() else "nothing is given"
        raise _not_xml(f"{given}; allowed: one well-formed XML document") from None


def _text(value: bytes) -> str:
    """Decode the bytes here: the parser itself would use whatever codec the document names."""
    declared = _encoding_declared(value.removeprefix(b"\xef\xbb\xbf"))
    name = declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
    if value.startswith(_UTF_16):
        codec = "utf-16"
    elif name in _CHINESE:
        codec = "gb18030"
    elif name in _OTHERS:
        codec = "utf-8-sig"
    else:
        raise _not_xml(f"the encoding {name!r} is given; allowed: {_ENCODINGS}")
    try:
        return value.decode(codec).lstrip()
    except UnicodeDecodeError as error:
        raise _not_xml(f"byte {error.start} is none of {codec.upper()}; allowed: {_ENCODINGS}") from None


def _not_xml(detail: str) -> UnfitError:
    return UnfitError(Code.NOT_XML, detail)
