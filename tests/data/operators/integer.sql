-- "userMessageCount" "eq" 5
user_message_count = ?
-- ? 5.0

-- "userMessageCount" "eq" null
user_message_count is null

-- "userMessageCount" "eq" 7.5
user_message_count = ?
-- ? 7.5

-- "userMessageCount" "neq" 5
(user_message_count = ?) is not true
-- ? 5.0

-- "userMessageCount" "neq" null
(user_message_count is null) is not true

-- "userMessageCount" "neq" 7.5
(user_message_count = ?) is not true
-- ? 7.5

-- "userMessageCount" "gt" 5
user_message_count > ?
-- ? 5.0

-- "userMessageCount" "gt" 7.5
user_message_count > ?
-- ? 7.5

-- "userMessageCount" "gte" 5
user_message_count >= ?
-- ? 5.0

-- "userMessageCount" "gte" 7.5
user_message_count >= ?
-- ? 7.5

-- "userMessageCount" "lt" 5
user_message_count < ?
-- ? 5.0

-- "userMessageCount" "lt" 7.5
user_message_count < ?
-- ? 7.5

-- "userMessageCount" "lte" 5
user_message_count <= ?
-- ? 5.0

-- "userMessageCount" "lte" 7.5
user_message_count <= ?
-- ? 7.5

-- "userMessageCount" "in" [5]
user_message_count = ?
-- ? 5.0

-- "userMessageCount" "in" []
false

-- "userMessageCount" "notIn" [5]
(user_message_count = ?) is not true
-- ? 5.0

-- "userMessageCount" "notIn" []
(false) is not true

-- "userMessageCount" "isNull" "2026-01-05"
user_message_count is null

-- "userMessageCount" "isNull" "text"
user_message_count is null

-- "userMessageCount" "isNull" 5
user_message_count is null

-- "userMessageCount" "isNull" true
user_message_count is null

-- "userMessageCount" "isNull" ["2026-01-05"]
user_message_count is null

-- "userMessageCount" "isNull" ["text"]
user_message_count is null

-- "userMessageCount" "isNull" [5]
user_message_count is null

-- "userMessageCount" "isNull" [true]
user_message_count is null

-- "userMessageCount" "isNull" {"name": "text"}
user_message_count is null

-- "userMessageCount" "isNull" null
user_message_count is null

-- "userMessageCount" "isNull" 7.5
user_message_count is null

-- "userMessageCount" "isNull" "30d"
user_message_count is null

-- "userMessageCount" "isNull" []
user_message_count is null

-- "userMessageCount" "isNull" [null, "text"]
user_message_count is null

-- "userMessageCount" "isNull" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
user_message_count is null

-- "userMessageCount" "isNotNull" "2026-01-05"
(user_message_count is null) is not true

-- "userMessageCount" "isNotNull" "text"
(user_message_count is null) is not true

-- "userMessageCount" "isNotNull" 5
(user_message_count is null) is not true

-- "userMessageCount" "isNotNull" true
(user_message_count is null) is not true

-- "userMessageCount" "isNotNull" ["2026-01-05"]
(user_message_count is null) is not true

-- "userMessageCount" "isNotNull" ["text"]
(user_message_count is null) is not true

-- "userMessageCount" "isNotNull" [5]
(user_message_count is null) is not true

-- "userMessageCount" "isNotNull" [true]
(user_message_count is null) is not true

-- "userMessageCount" "isNotNull" {"name": "text"}
(user_message_count is null) is not true

-- "userMessageCount" "isNotNull" null
(user_message_count is null) is not true

-- "userMessageCount" "isNotNull" 7.5
(user_message_count is null) is not true

-- "userMessageCount" "isNotNull" "30d"
(user_message_count is null) is not true

-- "userMessageCount" "isNotNull" []
(user_message_count is null) is not true

-- "userMessageCount" "isNotNull" [null, "text"]
(user_message_count is null) is not true

-- "userMessageCount" "isNotNull" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
(user_message_count is null) is not true

-- "userMessageCount" "is" 5
user_message_count = ?
-- ? 5.0

-- "userMessageCount" "is" null
user_message_count is null

-- "userMessageCount" "is" 7.5
user_message_count = ?
-- ? 7.5

