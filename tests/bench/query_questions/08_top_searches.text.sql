SELECT min(trim(search_query)), count(*)::VARCHAR, count(*) OVER ()
FROM events
WHERE event_type = 'search'
  AND type NOT IN ('search_query_response_received', 'search_result_clicked')
  AND created_at >= TIMESTAMP '2025-07-01'
GROUP BY lower(trim(search_query))
ORDER BY count(*) DESC, lower(trim(search_query))
LIMIT 100
