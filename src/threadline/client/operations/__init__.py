"""What can be asked of the API, and the nouns that the shells show it as.

Reading order: `contents` (bodies become JSON), `calls` (the contract), `extensions`, `paging` and `bulk` (calls that
follow from each other), `verbs` (methods made of calls), `views`
(what each of the four has), `nouns`.
"""
