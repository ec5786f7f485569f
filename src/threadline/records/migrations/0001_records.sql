-- The system of record. `rid` is a row's own number; `id` is the name that callers use, unique in its project.
-- Times are milliseconds since 1970 UTC. JSON is kept as normalised text.

CREATE TABLE organizations (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE projects (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  organization_rid INTEGER NOT NULL REFERENCES organizations (rid),
  created_at INTEGER NOT NULL,
  -- Totals are kept by the writer, because counting rows takes longer the more there are.
  conversations_count INTEGER NOT NULL DEFAULT 0,
  positive_feedback_count INTEGER NOT NULL DEFAULT 0,
  negative_feedback_count INTEGER NOT NULL DEFAULT 0,
  pending_feedback_count INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE integrations (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  project_rid INTEGER NOT NULL REFERENCES projects (rid),
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (project_rid, name, type)
) STRICT;

CREATE TABLE keys (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  project_rid INTEGER NOT NULL REFERENCES projects (rid),
  integration_rid INTEGER NOT NULL REFERENCES integrations (rid),
  type TEXT NOT NULL,
  name TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  prefix TEXT NOT NULL,
  may_read_own INTEGER NOT NULL DEFAULT 0,
  may_delete INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER,
  revoked_at INTEGER
) STRICT;

CREATE TABLE conversations (
  rid INTEGER PRIMARY KEY,
  project_rid INTEGER NOT NULL REFERENCES projects (rid),
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  external_id TEXT,
  external_url TEXT,
  support_ticket_conversation_id TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  integration_id TEXT,
  properties TEXT,
  user_properties TEXT,
  tags TEXT,
  visibility TEXT,
  messages_count INTEGER NOT NULL,
  user_messages_count INTEGER NOT NULL,
  first_message_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX conversations_by_id ON conversations (project_rid, id);
CREATE INDEX conversations_by_time ON conversations (project_rid, created_at, id);
CREATE INDEX conversations_by_external_id ON conversations (project_rid, external_id, updated_at)
  WHERE external_id IS NOT NULL;

-- `rid` is the conversation's rid * 2^20 + the position, so that a conversation's messages are one range.
-- Messages that a later log left out, and that feedback points at, stay from position 2^19 on.
CREATE TABLE messages (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  document TEXT NOT NULL
) STRICT;
CREATE INDEX messages_by_id ON messages (id);

CREATE TABLE events (
  rid INTEGER PRIMARY KEY,
  project_rid INTEGER NOT NULL REFERENCES projects (rid),
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  entity_type TEXT NOT NULL,
  message_id TEXT,
  conversation_id TEXT,
  search_query TEXT,
  created_at INTEGER NOT NULL,
  integration_id TEXT,
  properties TEXT,
  user_properties TEXT
) STRICT;
CREATE UNIQUE INDEX events_by_id ON events (project_rid, id);

CREATE TABLE feedback (
  rid INTEGER PRIMARY KEY,
  project_rid INTEGER NOT NULL REFERENCES projects (rid),
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  message_id TEXT NOT NULL,
  -- NULL while no conversation with that message is known.
  conversation_rid INTEGER,
  integration_id TEXT,
  user_id TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  reasons TEXT,
  details TEXT,
  properties TEXT,
  user_properties TEXT,
  sources TEXT
) STRICT;
CREATE UNIQUE INDEX feedback_by_id ON feedback (project_rid, id);
CREATE INDEX feedback_by_message ON feedback (project_rid, message_id);
CREATE INDEX feedback_by_conversation ON feedback (conversation_rid) WHERE conversation_rid IS NOT NULL;
CREATE INDEX feedback_by_time ON feedback (project_rid, type, created_at, id) WHERE conversation_rid IS NOT NULL;

-- What changed, in order of commit. Kinds: 1 conversation, 2 threads of a conversation (feedback changed),
-- 3 event, 4 feedback. `position` is the first message that changed. The newest row is never pruned, so that
-- a number is never used twice.
CREATE TABLE changes (
  seq INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  rid INTEGER NOT NULL,
  position INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE idempotency (
  key_rid INTEGER NOT NULL,
  key TEXT NOT NULL,
  fingerprint BLOB NOT NULL,
  answer BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (key_rid, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_by_time ON idempotency (created_at);

-- How far each import came, so that a stopped one goes on.
CREATE TABLE imports (
  project_rid INTEGER NOT NULL REFERENCES projects (rid),
  source TEXT NOT NULL,
  position INTEGER NOT NULL,
  stored INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (project_rid, source)
) STRICT, WITHOUT ROWID;
