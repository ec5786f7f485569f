"""What people see.

Reading order: `output` (data to stdout, words to stderr), `tables`, `showing` (rows), `transcripts` (a conversation),
`progress`.
"""
