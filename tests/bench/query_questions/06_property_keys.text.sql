SELECT key
FROM (
  SELECT unnest(json_keys(properties)) AS key
  FROM conversations
)
GROUP BY key
ORDER BY count(*) DESC, key
