"""What serves requests, below every face: the API, agents, and what may come beside them.

Reading order: `state` (all that a face works with), `keys` (who shows a secret), `receiving` (the room for bodies),
`idempotency` and `repeats` (writes that come twice), `pool` (threads for queries, so that quick ones never wait behind
slow ones) with `fairness` (keys take turns) and `threads` (which end with the process whatever they do), `obstacles`
(what lies around the server and not in a request); and what the faces say alike over HTTP: `problems` (the only table
of statuses) and `headers`.
"""
