"""Memory of a process and its children, from Linux's /proc."""

from __future__ import annotations

from pathlib import Path

_PROC = Path("/proc")


def resident_mib(root: int) -> float:
    """Resident memory in MiB of a process and all below it; what they share counts for each."""
    return sum(_resident_kib(pid) for pid in processes_of(root)) / 1024


def processes_of(root: int) -> list[int]:
    """Process ids of a process and of all below it."""
    parents = {}
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            parent = _status(int(entry.name)).get("PPid")
            if parent is not None:
                parents[int(entry.name)] = int(parent)
    below: list[int] = []
    level = [root]
    while level:
        level = [pid for pid, parent in parents.items() if parent in level]
        below += level
    return [root, *below]


def _resident_kib(pid: int) -> int:
    return int(_status(pid).get("VmRSS", "0 kB").split()[0])


def _status(pid: int) -> dict[str, str]:
    """Empty when the process has ended meanwhile."""
    try:
        lines = (_PROC / str(pid) / "status").read_text().splitlines()
    except OSError:
        return {}
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
