"""Commands that look after a folder: `keys`, `backup` and restore, and `doctor`.

`surroundings` is what the doctor says about the program and the machine.
"""
