-- By which roles `conversations.user_messages_count` was counted: a JSON array in order, one row at most. Without a row,
-- by `user` alone.
CREATE TABLE customer_roles (
  rid INTEGER PRIMARY KEY CHECK (rid = 1),
  roles TEXT NOT NULL
) STRICT;
