SELECT id, organization_id, integration_id, type, user_message_count,
  strftime(first_message_at::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%gZ'), properties, user_properties,
  (SELECT count(*) FROM conversations WHERE plan = '"enterprise"')
FROM (
  SELECT *
  FROM conversations
  WHERE plan = '"enterprise"'
  ORDER BY first_message_at DESC, id DESC
  LIMIT 100
)
ORDER BY first_message_at DESC, id DESC
