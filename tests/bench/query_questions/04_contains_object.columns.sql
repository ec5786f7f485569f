SELECT count(*)
FROM conversations
WHERE plan = '"pro"'
  AND product_name = '"prod-3"'
