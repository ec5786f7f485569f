SELECT count(*)
FROM conversations
WHERE properties->>'$.product.module.area' = 'area-3'
