"""Ids that are unique across copies of a journal, so that two copies can be merged later."""

import datetime as dt
import os
import uuid


def new_id(now: dt.datetime) -> str:
    """A UUIDv7 (RFC 9562, 5.7): 48 bits of Unix time in milliseconds, then random bits."""
    milliseconds = int(now.timestamp() * 1000)
    value = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))
