"""Many at once: `lines` (of a file, resumable), `bulk` (of one request), `demo` (the sample data)."""
