"""Where commands work: in a data folder, or at a server.

Reading order: `folders` (what may be done with one), `listening` (where a server is reached) and `running` (its note
about itself), and for questions `requests` (what is asked for, in its form for each), `opening` (a folder or a
server), `walking` (all rows).
"""
