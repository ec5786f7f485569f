"""The SDK: every endpoint as a value, and two shells that send it, one synchronous and one asynchronous.

Reading order: `call` (one request and how to read its answer), `given` (what callers give), `questions` (queries that
read like questions), `tables` (rows of answers and exports), `bodies` (what goes over the wire), `operations` (what
can be asked), `problems` (what a refusal says), `errors`, `refusals` (which error an answer without success stands
for), `sending` (a call becomes an HTTP request), `sync`, `asynchronous`; in the background `logger`, `chats`,
`openai`, started by `background`. Not here: the shapes of the wire, which are in `threadline.wire`.
"""
