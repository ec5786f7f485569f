SELECT key
FROM (
  SELECT unnest(from_json(properties_keys, '["VARCHAR"]')) AS key, times
  FROM (
    SELECT properties_keys, count(*) AS times
    FROM conversations
    GROUP BY properties_keys
  )
)
GROUP BY key
ORDER BY sum(times) DESC, key
