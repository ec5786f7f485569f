"""The SDK: every endpoint as a value, and two shells that send it, one synchronous and one asynchronous.

Reading order: `call` (one request and how to read its answer), `bodies`, `calls` (the operations), `paging`, `errors`,
`retry_after`, `verbs` (methods made of calls), `nouns`, `defaults`, `retries` (what is tried again, and when),
`transport` (a call becomes an HTTP request), `sync`, `asynchronous`. Not here: the shapes of the wire, which are in
`threadline.wire`.
"""
