SELECT strftime(day::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%gZ'), times
FROM (
  SELECT date_trunc('day', first_message_at) AS day, count(*) AS times
  FROM conversations
  WHERE type = 'support_ticket' AND first_message_at >= TIMESTAMP '2025-07-01'
  GROUP BY day
)
ORDER BY day
