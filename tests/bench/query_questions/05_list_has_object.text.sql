SELECT count(*)
FROM conversations
WHERE properties LIKE '%"sku-39"%'
  AND json_contains(properties->'$.items', '[{"sku":"sku-39","kind":"seat"}]')
