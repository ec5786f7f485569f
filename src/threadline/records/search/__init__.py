"""The full-text index of messages, in a file of its own.

Reading order: `files` and `index` (the open file, fed from the change log), `parts` (its tables), `hits` (what
matches), `among` (which conversations count), `newest`, `ranking`, `frequency` (how common words are), `vocabulary`
(which words some conversations have).
"""
