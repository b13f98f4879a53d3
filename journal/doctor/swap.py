"""Where the memory of programs may end up on a disk, and whether it is encrypted there."""

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from journal.doctor.finding import Finding, good, look, unknown
from journal.safety.text import safe_line

_ABOUT = "swap"
_SWAPS = Path("/proc/swaps")
_DEVICES = Path("/sys/dev/block")
_ADVICE = (
    "Encrypt the swap, or the whole disk, with what your system has for that; until then, lock the journal before "
    "you leave the machine."
)


def swap(swaps: Path = _SWAPS, devices: Path = _DEVICES) -> Finding:
    """Whether what the open journal holds in memory could be written to a disk in clear."""
    if sys.platform == "darwin":
        return good(_ABOUT, "This system encrypts its swap.")
    try:
        lines = swaps.read_text(errors="surrogateescape").splitlines()[1:]
    except OSError:
        return unknown(
            _ABOUT,
            "Where this system puts the memory of programs can't be told.",
            "Look in its settings whether the disk is encrypted.",
        )
    areas = [line.split()[0].replace("\\040", " ") for line in lines if line.strip()]
    protected = {area: _is_protected(Path(area), devices) for area in areas}
    if open_areas := [area for area, so in protected.items() if so is False]:
        return look(
            _ABOUT,
            "While it is open, parts of the journal may be written to the swap of this machine, which isn't encrypted: "
            f"{_named(open_areas)}.",
            _ADVICE,
        )
    if untold := [area for area, so in protected.items() if so is None]:
        return unknown(
            _ABOUT,
            "While it is open, parts of the journal may be written to the swap of this machine. Whether it is "
            f"encrypted can't be told: {_named(untold)}.",
            _ADVICE,
        )
    return good(_ABOUT, "The swap is in memory or encrypted." if areas else "This machine has no swap.")


def _named(areas: Iterable[str]) -> str:
    return safe_line(", ".join(areas))


def _is_protected(area: Path, devices: Path) -> bool | None:
    """Whether an area of swap is in memory or encrypted; None where the system doesn't show what it is on."""
    if area.name.startswith("zram"):
        return True  # compressed memory
    try:
        there = area.stat()
    except OSError:
        return None
    is_device = stat.S_ISBLK(there.st_mode)
    number = there.st_rdev if is_device else there.st_dev
    device = devices / f"{os.major(number)}:{os.minor(number)}"
    # A file on Btrfs has a number that no device has, and what is on ZFS may be encrypted by that.
    if not device.exists() or (is_device and area.resolve().name.startswith("zd")):
        return None
    return _is_encrypted(device)


def _is_encrypted(device: Path) -> bool:
    """Whether a block device, or every one below it, is an encrypted mapping (its uuid begins with CRYPT)."""
    try:
        if (device / "dm" / "uuid").read_text().startswith("CRYPT-"):
            return True
    except OSError:
        pass
    try:
        below = list((device / "slaves").iterdir())
    except OSError:
        return False
    return bool(below) and all(_is_encrypted(one) for one in below)
