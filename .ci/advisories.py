"""Tells what pip-audit found; fails where an advisory is not among those that were looked at."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(report: str, known: str) -> int:
    """The exit status, for a report of pip-audit's and the file of known advisories."""
    packages = json.loads(Path(report).read_text())["dependencies"]
    lines = Path(known).read_text().splitlines()
    looked_at = {line.split()[0] for line in lines if line and not line.startswith("#")}
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    found = [
        (one["name"], one["version"], advisory["id"], ", ".join(advisory["fix_versions"]))
        for one in packages
        for advisory in one.get("vulns", [])
    ]
    for name, version, advisory, mended in found:
        state = "known" if advisory in looked_at else "NEW"
        print(f"{state}: {name} {version}: {advisory}, mended in {mended or 'no version'}")
    print(f"{len(packages) - len(skipped)} packages audited, {len(skipped)} could not be")
    return any(advisory not in looked_at for _, _, advisory, _ in found)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
