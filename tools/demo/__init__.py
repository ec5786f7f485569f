"""Make the demo data: real public support conversations, as bodies of the public API.

In reading order: `irclog` reads the log of a channel, `speech` says what a line does, `cutting` takes a
channel apart into conversations, `weeks` gives them days of the demo, `irc`, `abcd` and `github` turn
one source each into bodies of `POST /conversations`, `screen` says what is left out, `reactions`
derives feedback and events from what the conversations hold, and `build` writes the files.

Nothing here is made up: what a source does not say is left out, and what is changed stands in the
`ATTRIBUTION.md` beside the data.
"""
