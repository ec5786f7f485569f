SELECT count(*)
FROM conversations
WHERE properties->>'$.plan' = 'pro'
  AND properties->>'$.product.name' = 'prod-3'
