SELECT count(*)
FROM conversations
WHERE product_module_area = '"area-3"'
