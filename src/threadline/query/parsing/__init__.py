"""The first stage: a decoded body in, an expression out, or every fault of its shape.

Reading order: `members` (typed members of JSON), `filters`, `parse` (queries), `properties` (questions for them).
"""
