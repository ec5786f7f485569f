-- Rows as the first release wrote them: for the test that today's code opens a folder of every release before it.
-- The key is the SHA-256 of `tl_api_of_an_earlier_release`, which is put in by the test.
INSERT INTO organizations VALUES (1, 'org_default', 'org_default');
INSERT INTO projects VALUES (1, 'proj_1', 'main', 1, 1767268800000, 2, 1, 0, 1);
INSERT INTO integrations VALUES (1, 'int_1', 1, 'api', 'api', 1767268800000);
INSERT INTO keys VALUES (1, 'key_1', 1, 1, 'api', 'api', ?, 'tl_api_of_an', 0, 0, 1767268800000, NULL, NULL);
INSERT INTO conversations VALUES
  (1, 1, 'c1', 'support_ticket', 'T-1', NULL, NULL, 1767268800000, 1767268860000, 'int_1',
   '{"plan":"pro","n":1.0}', '{"id":"u1"}', '["billing"]', 'private', 2, 1, 1767268800000),
  (2, 1, 'c2', 'openai', NULL, NULL, NULL, 1767268900000, 1767268900000, 'int_1', NULL, NULL, NULL, NULL, 1, 1,
   1767268900000);
INSERT INTO messages VALUES
  (1048576, 'm1', '{"id":"m1","type":"support_ticket","externalId":null,"externalUrl":null,"conversationId":"c1","createdAt":"2026-01-01T12:00:00.000Z","updatedAt":"2026-01-01T12:00:00.000Z","role":"user","content":"Where is my invoice?"}'),
  (1048577, 'm2', '{"id":"m2","type":"support_ticket","externalId":null,"externalUrl":null,"conversationId":"c1","createdAt":"2026-01-01T12:01:00.000Z","updatedAt":"2026-01-01T12:01:00.000Z","role":"agent","content":"Grüße, it is attached."}'),
  (2097152, 'm3', '{"id":"m3","type":"openai","externalId":null,"externalUrl":null,"conversationId":"c2","createdAt":"2026-01-01T12:01:40.000Z","updatedAt":"2026-01-01T12:01:40.000Z","role":"user","content":"hello"}');
INSERT INTO events VALUES
  (1, 1, 'e1', 'opened', 'conversation', NULL, 'c1', NULL, 1767268800000, 'int_1', '{"page":"/pricing"}', NULL),
  (2, 1, 'e2', 'copied', 'message', 'm2', NULL, NULL, 1767268800000, 'int_1', NULL, NULL);
INSERT INTO feedback VALUES
  (1, 1, 'f1', 'positive', 'm2', 1, 'int_1', 'u1', 1767268870000, 1767268870000, NULL, 'thanks', NULL, '{"id":"u1"}', NULL),
  (2, 1, 'f2', 'negative', 'm9', NULL, 'int_1', NULL, 1767268870000, 1767268870000, NULL, NULL, NULL, NULL, NULL);
INSERT INTO changes VALUES (1, 1, 1, 0), (2, 1, 2, 0), (3, 3, 1, 0), (4, 3, 2, 0), (5, 4, 1, 0), (6, 2, 1, 0), (7, 4, 2, 0);
INSERT INTO idempotency (key_rid, key, fingerprint, answer, created_at) VALUES
  (1, 'once', x'0102', CAST('{"id":"c1","messages":[]}' AS BLOB), 1767268800000);
INSERT INTO imports VALUES (1, 'conversations:old.jsonl', 40, 38, 2, 1767268800000);
