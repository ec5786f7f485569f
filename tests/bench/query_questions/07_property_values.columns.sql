SELECT json_extract_string(region, '$')
FROM conversations
WHERE region IS NOT NULL AND region <> 'null'
GROUP BY region
ORDER BY count(*) DESC, region
LIMIT 100
