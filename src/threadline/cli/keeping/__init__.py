"""Commands that look after a folder: `backup` and restore, and `doctor` with `surroundings`, what is beside it."""
