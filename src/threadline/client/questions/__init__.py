"""Questions, put together so that they read like the question; they become the JSON of a query body.

    from threadline import q

    q.conversations.where(q.field("type") == "support_ticket").group_by(q.path("properties", "plan")).count()

In reading order: `names` (a name that is wrong), `filters` (which rows count), `operands` (a field, or a path into
one), `groups` (numbers about groups, units of time, which groups count), `question` (the whole), `views` (that of each
view, with the types of its numbers), `language` (`q`). Nothing is sent here, and what fits a field is the server's
business: it names every fault of a body with its place.
"""
