SELECT user_properties->>'$.supportAgentName', count(*) AS times, avg(user_message_count)
FROM conversations
WHERE type = 'support_ticket'
GROUP BY ALL
ORDER BY times DESC, 1
