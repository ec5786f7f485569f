"""The SDK: every endpoint as a value, and two shells that send it, one synchronous and one asynchronous.

Reading order: `call` (one request and how to read its answer), `documents` (what an answer says beyond its model),
`fields` (the names of the views), `questions` (queries that read like questions), `tables` (rows of answers and
exports), `bodies`, `operations` (what can be asked), `errors`, `retry_after`, `defaults`, `sending` (a call becomes
an HTTP request), `sync`, `asynchronous`; in the background `logger`, `chats`, `openai`, started by `background`;
`times` is what several share. Not here: the shapes of the wire, which are in `threadline.wire`.
"""
