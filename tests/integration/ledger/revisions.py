"""The newest revision of the ledger's tables, and the one that a release after this would add."""

from pathlib import Path

VERSIONS = Path(__file__).parents[3] / "alerts/migrations/versions"
NEWEST = max(revision.stem for revision in VERSIONS.glob("r*.py"))[1:].partition("_")[0]
NEXT = f"{int(NEWEST) + 1:04}"
