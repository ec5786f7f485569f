"""Commands that look after a folder: `keys` (and `key_list`), `backup` and restore, and `doctor`.

`surroundings` is what the doctor says about the program and the machine, `tried` which versions were tried.
"""
