"""The full-text index of messages, in a file of its own.

Reading order: `index` (the open file, fed from the change log), `parts` (its tables), `limits`, `hits` (what matches),
`among` (which conversations count), `newest`, `ranking`, `frequency` (how common words are), `vocabulary` (which words
some conversations have).
"""

FILE_NAME = "search.sqlite"
"""Here for those who need the name of the file, and not what is in it."""
