"""What is logged, on its way to the records: what a body says, whose it is, and what is stored of it.

Reading order: `checks` (what a body cannot mean), `matching` (its messages, beside those that are stored), `times`
(when they were written), `storing` (what is stored already, and the rows that change), `knowing` and `racing` (whether
a body and a stored conversation have one sender).
"""
