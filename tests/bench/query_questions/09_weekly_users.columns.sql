SELECT strftime(week::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%gZ'), people::VARCHAR
FROM (
  SELECT date_trunc('week', created_at) AS week, count(DISTINCT user_id) AS people
  FROM events
  WHERE event_type = 'search'
    AND type NOT IN ('search_query_response_received', 'search_result_clicked')
    AND created_at >= TIMESTAMP '2025-07-01'
  GROUP BY week
)
ORDER BY week
