SELECT strftime(month::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%gZ'), people
FROM (
  SELECT date_trunc('month', first_message_at) AS month, count(DISTINCT user_id) AS people
  FROM conversations
  GROUP BY month
)
ORDER BY month
