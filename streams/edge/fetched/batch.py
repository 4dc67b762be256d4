"""One batch of what others may write, read bounded: nothing in it raises, and nothing takes memory as its sender pleases.

aiokafka unpacks a batch whatever its size, makes an object of each header, and raises at a header that is no UTF-8; what raises
there ends the process. Here a batch is unpacked within bounds, headers and keys are passed over unread, a value beyond the
contract's size is cut, and what cannot be read is handed out as values that are withheld, one for each offset.
"""

from collections.abc import Iterator
from struct import Struct
from typing import Any, NamedTuple

from aiokafka.record.default_records import DefaultRecordBatch

from schemas.envelope import KEPT_BYTES, MOST_BYTES
from schemas.refusal import Code
from streams.core.withheld import Withheld, WithheldValue
from streams.edge.fetched.unpacking import GarbledError, UnpackedTooLargeError, unpack_large, unpack_small

MOST_UNPACKED = 64 << 20
"""The most bytes that a batch may hold, by the feed contract."""

HEADER = Struct(">qiibIhiqqqhii")
"""Of a batch: offset, length, epoch, magic, CRC, attributes, last offset (from the first), first and last instant, producer
(3), number of records."""
OFFSET_AND_LENGTH = Struct(">qi")
_MAGIC_AT = 16  # the byte of the format: behind offset, length and leader epoch
_MAGIC = 2  # the format of Kafka 0.11 and later
_SHIFTS = range(0, 70, 7)
"""Ten bytes hold 64 bits."""


class FetchedRecord(NamedTuple):
    """A record, as aiokafka's fetcher expects it; keys and headers are not read."""

    offset: int
    timestamp: int
    timestamp_type: int
    value: bytes | None
    key: None = None
    checksum: None = None
    headers: tuple[()] = ()


class FetchedBatch:
    """One batch, with the interface of aiokafka's. The broker has checked its header, but not what is packed in it.

    `since`: what lies before this offset was read before, and need not come again.
    """

    def __init__(self, raw: memoryview, since: int = 0) -> None:
        self.is_done = False
        self._raw = raw
        self._content: memoryview | None = None
        self._fault: Withheld | None = None
        if raw[_MAGIC_AT] == _MAGIC:
            self._head = HEADER.unpack_from(raw)
        else:
            (offset, _), given = OFFSET_AND_LENGTH.unpack_from(raw), f"message format v{raw[_MAGIC_AT]} is given"
            self._head = (offset, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, 0)
            self._fault = Withheld(Code.NOT_JSON, f"{given}; allowed: v{_MAGIC}, of Kafka 0.11 and later")
        attributes, last = self._head[5:7]
        self._codec = attributes & 0x07
        self._is_stamped = attributes & 0x08 != 0
        self.is_transactional = attributes & 0x10 != 0
        self.is_control_batch = attributes & 0x20 != 0
        self.base_offset: int = self._head[0]
        self.next_offset: int = self.base_offset + last + 1
        self.producer_id: int = self._head[9]
        # where an offset is missing, none is passed over by counting
        self._passed = min(self._head[12], max(0, since - self.base_offset)) if self._head[12] == last + 1 else 0

    @property
    def by_aiokafka(self) -> Any:
        """The same batch as aiokafka reads it: only the broker writes marks of transactions."""
        return DefaultRecordBatch(self._raw)

    def validate_crc(self) -> bool:
        """True where it is as its sender and the broker saw it; of a format without a checksum, as far as we read it, always."""
        return self._raw[_MAGIC_AT] != _MAGIC or bool(self.by_aiokafka.validate_crc())

    def unpack_small(self, scratch: memoryview) -> bool:
        """Unpack it by way of this room; False where it holds more."""
        if self._content is None and self._fault is None:
            packed = self._raw[HEADER.size :]
            try:
                self._content = memoryview(unpack_small(self._codec, bytes(packed), scratch)) if self._codec else packed
            except UnpackedTooLargeError:
                return False
            except GarbledError as error:
                self._fault = _garbled(error)
        return True

    def unpack_large(self) -> None:
        """Unpack it; where it holds more than the contract allows, it is refused whole."""
        try:
            self._content = unpack_large(self._codec, bytes(self._raw[HEADER.size :]), MOST_UNPACKED)
        except GarbledError as error:
            self._fault = _garbled(error)
        except UnpackedTooLargeError:
            detail = f"a batch of {self._head[12]:,} records that unpacks to more than {MOST_UNPACKED:,} bytes is given"
            self._fault = Withheld(Code.RECORD_TOO_LARGE, f"{detail}; allowed: {MOST_UNPACKED:,}. Send smaller batches")

    def __iter__(self) -> Iterator[FetchedRecord]:
        """Every record; from one on that cannot be read, a value that is withheld for each offset that is left."""
        following = self.base_offset + self._passed
        try:
            if self._fault is None:
                for record in self._records():
                    following = record.offset + 1
                    yield record
        except GarbledError as error:
            self._fault = _garbled(error)
        finally:
            self.is_done, self._content = True, None
        if self._fault is not None:
            for offset in range(following, self.next_offset):
                yield FetchedRecord(offset, self._head[8], int(self._is_stamped), WithheldValue(b"", self._fault))

    def _records(self) -> Iterator[FetchedRecord]:
        content, least = self._content or memoryview(b""), self.base_offset + self._passed
        at = behind(content, self._passed)
        for _ in range(self._passed, self._head[12]):
            length, at = varint(content, at)
            end = at + length
            if length < 1 or end > len(content):
                raise GarbledError("a record reaches beyond the batch")
            record = self._record(content[at:end])
            if not least <= record.offset < self.next_offset:
                raise GarbledError("the offsets of its records do not rise")
            yield record
            at, least = end, record.offset + 1

    def _record(self, content: memoryview) -> FetchedRecord:
        later, at = varint(content, 1)  # behind one byte of attributes, which mean nothing
        delta, at = varint(content, at)
        key, at = varint(content, at)
        size, at = varint(content, at + max(0, key))
        if at + max(0, size) > len(content):
            raise GarbledError("a value reaches beyond its record")
        stamp = self._head[8] if self._is_stamped else self._head[7] + later
        value = None if size < 0 else _value(content[at : at + size])
        return FetchedRecord(self.base_offset + delta, stamp, int(self._is_stamped), value)


def _value(given: memoryview) -> bytes:
    """The value; of one that the contract does not take, the part that a refusal keeps."""
    if len(given) <= MOST_BYTES:
        return bytes(given)
    detail = f"{len(given):,} bytes are given; allowed: {MOST_BYTES:,}. Send fewer events a record"
    return WithheldValue(bytes(given[:KEPT_BYTES]), Withheld(Code.RECORD_TOO_LARGE, detail))


def _garbled(error: GarbledError) -> Withheld:
    return Withheld(
        Code.NOT_JSON, f"a batch is given that cannot be unpacked: {error}; allowed: what Kafka's clients write"
    )


def behind(content: memoryview, number: int) -> int:
    """The place behind so many records. A batch of 2 MiB may hold millions: 0.1 us each, where reading them takes 4.

    >>> behind(memoryview(bytes([4, 0, 0, 2, 0, 6, 0, 0, 0])), 2)
    5
    """
    at, end = 0, len(content)
    for _ in range(number):
        if at >= end:
            raise GarbledError("a record reaches beyond the batch")
        length = content[at]
        if length & 0x81 or not length:  # of more bytes than one, or no length
            length, at = varint(content, at)
            if length < 1:
                raise GarbledError("a record reaches beyond the batch")
            at += length
        else:
            at += 1 + (length >> 1)
    return at


def varint(content: memoryview, at: int) -> tuple[int, int]:
    """The number that begins there, and its end: seven bits a byte, the lowest first, signs alternating.

    >>> varint(memoryview(bytes([0x96, 0x01])), 0)
    (75, 2)
    """
    number = 0
    try:
        for shift in _SHIFTS:
            byte = content[at]
            at += 1
            number |= (byte & 0x7F) << shift
            if not byte & 0x80:
                return (number >> 1) ^ -(number & 1), at
    except IndexError:
        pass
    raise GarbledError("a number does not end")
