"""What people see.

Reading order: `output` (data to stdout, words to stderr), `lines`, `columns`, `tables`, `times`, `showing` (rows),
`transcripts` (a conversation), `progress`.
"""
