"""Write `openapi.json`, the contract as a file; with `--check`, say whether it is what the code says."""

import sys
from pathlib import Path

from threadline.api.openapi.document import document

TARGET = Path(__file__).parent.parent / "openapi.json"


def main(arguments: list[str]) -> int:
    """Write the file, or compare it; return 1 when it differs."""
    if "--check" not in arguments:
        TARGET.write_bytes(document())
        return 0
    if TARGET.exists() and TARGET.read_bytes() == document():
        return 0
    print("openapi.json is not what the code says; `make openapi` writes it anew", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
