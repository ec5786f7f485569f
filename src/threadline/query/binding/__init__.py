"""The second stage: the names of an expression become fields, and its values get types.

Reading order: `bind` (the whole body), `values` (what rows show and are ordered by), `filters` (what is compared with
what), `conditions` (what each operator makes of its operand), `operands`, `cost` (how much a filter may ask), `having`,
`search` (text to look for in messages), `zones` (names of time zones), `properties` (questions for them).
"""
