"""Record batches as a hostile producer makes them, byte by byte, and their way to a broker past every client's good manners."""

import asyncio
import struct
import zlib
from collections.abc import Sequence
from typing import Any

import cramjam
from aiokafka.client import AIOKafkaClient
from aiokafka.codec import gzip_encode, lz4_encode, snappy_encode, zstd_encode
from aiokafka.errors import for_code
from aiokafka.protocol.produce import ProduceRequest
from aiokafka.record.util import calc_crc32c
from aiokafka.structs import TopicPartition

GZIP, SNAPPY, LZ4, ZSTD = 1, 2, 3, 4
PACKED = {0: bytes, GZIP: gzip_encode, SNAPPY: snappy_encode, LZ4: lz4_encode, ZSTD: zstd_encode}


def varint(number: int) -> bytes:
    """A number as Kafka writes it in a record."""
    rest = number << 1 if number >= 0 else (~number << 1) | 1
    out = bytearray()
    while rest > 0x7F:
        out.append(rest & 0x7F | 0x80)
        rest >>= 7
    return bytes([*out, rest])


def record(delta: int, value: bytes | None, *, key: bytes | None = None, headers: Sequence[bytes] = ()) -> bytes:
    """One record. A header is its name; its value is null."""
    body = b"\0" + varint(0) + varint(delta)
    for part in (key, value):
        body += varint(-1) if part is None else varint(len(part)) + part
    body += varint(len(headers)) + b"".join(varint(len(name)) + name + varint(-1) for name in headers)
    return varint(len(body)) + body


def batch(records: Sequence[bytes] | bytes, codec: int = 0, *, count: int | None = None, packed: bool = False) -> bytes:
    """A batch of these records, as the contract of Kafka has it; `packed` where the bytes are packed, or claim to be."""
    content = records if isinstance(records, bytes) else b"".join(records)
    number = len(records) if count is None else count
    if not packed:
        content = bytes(PACKED[codec](content))
    tail = struct.pack(">hiqqqhii", codec, number - 1, 1, 1, -1, -1, -1, number) + content
    return struct.pack(">qiib", 0, 9 + len(tail), -1, 2) + checksum(tail) + tail


def checksum(content: bytes) -> bytes:
    """Kafka's checksum of what stands behind it in a batch."""
    return struct.pack(">I", calc_crc32c(content))


def zeros(size: int, codec: int) -> bytes:
    """A batch of one record of so many zeros, made without ever holding them all, by gzip or zstd."""
    return nothing_but([size], codec)


def nothing_but(sizes: Sequence[int], codec: int) -> bytes:
    """A batch of records of so many zeros each."""
    packer: Any = zlib.compressobj(9, wbits=31) if codec == GZIP else _Zstd()
    out = b""
    for delta, size in enumerate(sizes):
        head = b"\0" + varint(0) + varint(delta) + varint(-1) + varint(size)
        out += packer.compress(varint(len(head) + size + 1) + head)
        for start in range(0, size, 1 << 24):
            out += packer.compress(bytes(min(1 << 24, size - start)))
        out += packer.compress(varint(0))
    return batch(out + packer.flush(), codec, count=len(sizes), packed=True)


class _Zstd:
    """One frame, part by part, with zlib's interface."""

    def __init__(self) -> None:
        self._compressor = cramjam.zstd.Compressor(9)

    def compress(self, part: bytes) -> bytes:
        self._compressor.compress(part)
        return b""

    def flush(self) -> bytes:
        return bytes(self._compressor.finish())


def produce(address: str, topic: str, partition: int, batches: Sequence[bytes]) -> list[int]:
    """Send these batches as they are; comes back with the offset that each got, or raises what the broker said."""
    return asyncio.run(asyncio.wait_for(_produce(address, topic, partition, batches), 120))


async def _produce(address: str, topic: str, partition: int, batches: Sequence[bytes]) -> list[int]:
    client = AIOKafkaClient(bootstrap_servers=address, request_timeout_ms=100_000)
    await client.bootstrap()
    try:
        await client.set_topics([topic])
        node = client.cluster.leader_for_partition(TopicPartition(topic, partition))
        return [await _offset(client, node, topic, partition, each) for each in batches]
    finally:
        await client.close()


async def _offset(client: AIOKafkaClient, node: int, topic: str, partition: int, content: bytes) -> int:
    answer = await client.send(node, ProduceRequest(None, -1, 90_000, [(topic, [(partition, content)])]))
    _, code, offset, *_ = answer.topics[0][1][0]
    if code:
        raise for_code(code)(answer.topics[0][1][0])
    return int(offset)
