"""What there is: `operation` (how one is declared), `contract` (the 22 of the vendor), `extensions` (our own)."""
