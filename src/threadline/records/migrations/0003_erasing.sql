-- What is deleted is gone. An answer that is kept for its idempotency key names the row that it tells of, by address,
-- so that it goes with the row; an empty answer says that it did.
ALTER TABLE idempotency ADD COLUMN wrote TEXT;
UPDATE idempotency SET wrote = CASE
  WHEN json_type(CAST(answer AS TEXT), '$.messages') IS NOT NULL THEN '/conversations/'
  WHEN json_type(CAST(answer AS TEXT), '$.entityType') IS NOT NULL THEN '/events/'
  ELSE '/feedback/' END || json_extract(CAST(answer AS TEXT), '$.id');
CREATE INDEX idempotency_by_row ON idempotency (wrote) WHERE wrote IS NOT NULL;

-- Events about a conversation are emptied with it.
CREATE INDEX events_by_conversation ON events (project_rid, conversation_id) WHERE conversation_id IS NOT NULL;
CREATE INDEX events_by_message ON events (project_rid, message_id) WHERE message_id IS NOT NULL;

-- Where bytes of deleted rows are still to be overwritten, and the newest change that deleted some.
CREATE TABLE erasing (
  place TEXT PRIMARY KEY,
  seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
