SELECT json_extract_string(agent, '$'), times, mean
FROM (
  SELECT agent, count(*) AS times, avg(user_message_count) AS mean
  FROM conversations
  WHERE type = 'support_ticket'
  GROUP BY agent
)
ORDER BY times DESC, agent
