"""The demo's data: real public support conversations, with feedback and events. It holds no code.

`conversations.jsonl`, `feedback.jsonl` and `events.jsonl` hold bodies of `POST /conversations`, `POST /feedback`
and `POST /events`, one a line. `ATTRIBUTION.md` says where they come from, under which licences, and what was
changed.
"""
