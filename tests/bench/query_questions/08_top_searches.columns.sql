SELECT min(trim(search_query)), sum(times)::BIGINT::VARCHAR, count(*) OVER ()
FROM (
  SELECT search_query, count(*) AS times
  FROM events
  WHERE event_type = 'search'
    AND type NOT IN ('search_query_response_received', 'search_result_clicked')
    AND created_at >= TIMESTAMP '2025-07-01'
  GROUP BY search_query
)
GROUP BY lower(trim(search_query))
ORDER BY sum(times) DESC, lower(trim(search_query))
LIMIT 100
