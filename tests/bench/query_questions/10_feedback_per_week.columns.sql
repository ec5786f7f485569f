SELECT strftime(week::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%gZ'), type, times
FROM (
  SELECT date_trunc('week', created_at) AS week, type, count(*) AS times
  FROM feedback
  GROUP BY week, type
)
ORDER BY week, type
