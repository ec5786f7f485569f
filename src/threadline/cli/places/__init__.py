"""Where commands work: in a data folder, or at a server.

Reading order: `folders` (what may be done with one), `listening` (where a server is reached) and `running` (its note
about itself), and for what is asked `opening` (a folder or a server), `api` (how both are asked alike), `in_process`
(a folder is asked without a socket), `walking` (all rows).
"""
