SELECT count(*)
FROM conversations
WHERE items LIKE '%"sku-39"%'
  AND json_contains(items, '[{"sku":"sku-39","kind":"seat"}]')
