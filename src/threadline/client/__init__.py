"""The SDK: every endpoint as a value, and two shells that send it, one synchronous and one asynchronous.

Reading order: `call` (one request and how to read its answer), `documents` (what an answer says beyond its model),
`times`, `fields` (the names of the views), `questions` (queries that read like questions), `tables` (rows of answers
and exports), `bodies`, `calls` (the operations), `extensions` (those beyond the contract), `paging` and `bulk` (calls
that follow from each other), `errors`, `retry_after`, `verbs` (methods made of calls), `nouns`, `defaults`, `retries`
(what is tried again, and when), `transport` (a call becomes an HTTP request), `sync`, `asynchronous`. Not here: the
shapes of the wire, which are in `threadline.wire`.
"""
