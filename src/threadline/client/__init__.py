"""The SDK: every endpoint as a value, and two shells that send it, one synchronous and one asynchronous.

Reading order: `call` (one request and how to read its answer), `given` (what callers give), `fields` (what the
catalogue says of names alone), `questions` (queries that read like questions), `tables` (rows of answers and exports),
`bodies` (what goes over the wire), `operations` (what can be asked), `errors`, `problems` and `refusals` (what an
answer without success says, and which error it stands for), `defaults`, `sending` (a call becomes an HTTP request),
`sync`, `asynchronous`; in the background `logger`, `chats`, `openai`, started by `background`. Not here: the shapes of
the wire, which are in `threadline.wire`.
"""
