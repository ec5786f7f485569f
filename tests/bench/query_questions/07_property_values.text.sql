SELECT properties->>'$.region' AS region
FROM conversations
WHERE region IS NOT NULL
GROUP BY region
ORDER BY count(*) DESC, region
LIMIT 100
