-- "firstMessageTime" "eq" "2026-01-05"
first_message_at = ?
-- ? datetime.datetime(2026, 1, 5, 0, 0)

-- "firstMessageTime" "eq" null
first_message_at is null

-- "firstMessageTime" "eq" "30d"
first_message_at = ?
-- ? datetime.datetime(2025, 12, 6, 10, 0)

-- "firstMessageTime" "neq" "2026-01-05"
(first_message_at = ?) is not true
-- ? datetime.datetime(2026, 1, 5, 0, 0)

-- "firstMessageTime" "neq" null
(first_message_at is null) is not true

-- "firstMessageTime" "neq" "30d"
(first_message_at = ?) is not true
-- ? datetime.datetime(2025, 12, 6, 10, 0)

-- "firstMessageTime" "gt" "2026-01-05"
first_message_at > ?
-- ? datetime.datetime(2026, 1, 5, 0, 0)

-- "firstMessageTime" "gt" "30d"
first_message_at > ?
-- ? datetime.datetime(2025, 12, 6, 10, 0)

-- "firstMessageTime" "gte" "2026-01-05"
first_message_at >= ?
-- ? datetime.datetime(2026, 1, 5, 0, 0)

-- "firstMessageTime" "gte" "30d"
first_message_at >= ?
-- ? datetime.datetime(2025, 12, 6, 10, 0)

-- "firstMessageTime" "lt" "2026-01-05"
first_message_at < ?
-- ? datetime.datetime(2026, 1, 5, 0, 0)

-- "firstMessageTime" "lt" "30d"
first_message_at < ?
-- ? datetime.datetime(2025, 12, 6, 10, 0)

-- "firstMessageTime" "lte" "2026-01-05"
first_message_at <= ?
-- ? datetime.datetime(2026, 1, 5, 0, 0)

-- "firstMessageTime" "lte" "30d"
first_message_at <= ?
-- ? datetime.datetime(2025, 12, 6, 10, 0)

-- "firstMessageTime" "in" ["2026-01-05"]
first_message_at = ?
-- ? datetime.datetime(2026, 1, 5, 0, 0)

-- "firstMessageTime" "in" []
false

-- "firstMessageTime" "notIn" ["2026-01-05"]
(first_message_at = ?) is not true
-- ? datetime.datetime(2026, 1, 5, 0, 0)

-- "firstMessageTime" "notIn" []
(false) is not true

-- "firstMessageTime" "isNull" "2026-01-05"
first_message_at is null

-- "firstMessageTime" "isNull" "text"
first_message_at is null

-- "firstMessageTime" "isNull" 5
first_message_at is null

-- "firstMessageTime" "isNull" true
first_message_at is null

-- "firstMessageTime" "isNull" ["2026-01-05"]
first_message_at is null

-- "firstMessageTime" "isNull" ["text"]
first_message_at is null

-- "firstMessageTime" "isNull" [5]
first_message_at is null

-- "firstMessageTime" "isNull" [true]
first_message_at is null

-- "firstMessageTime" "isNull" {"name": "text"}
first_message_at is null

-- "firstMessageTime" "isNull" null
first_message_at is null

-- "firstMessageTime" "isNull" 7.5
first_message_at is null

-- "firstMessageTime" "isNull" "30d"
first_message_at is null

-- "firstMessageTime" "isNull" []
first_message_at is null

-- "firstMessageTime" "isNull" [null, "text"]
first_message_at is null

-- "firstMessageTime" "isNull" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
first_message_at is null

-- "firstMessageTime" "isNotNull" "2026-01-05"
(first_message_at is null) is not true

-- "firstMessageTime" "isNotNull" "text"
(first_message_at is null) is not true

-- "firstMessageTime" "isNotNull" 5
(first_message_at is null) is not true

-- "firstMessageTime" "isNotNull" true
(first_message_at is null) is not true

-- "firstMessageTime" "isNotNull" ["2026-01-05"]
(first_message_at is null) is not true

-- "firstMessageTime" "isNotNull" ["text"]
(first_message_at is null) is not true

-- "firstMessageTime" "isNotNull" [5]
(first_message_at is null) is not true

-- "firstMessageTime" "isNotNull" [true]
(first_message_at is null) is not true

-- "firstMessageTime" "isNotNull" {"name": "text"}
(first_message_at is null) is not true

-- "firstMessageTime" "isNotNull" null
(first_message_at is null) is not true

-- "firstMessageTime" "isNotNull" 7.5
(first_message_at is null) is not true

-- "firstMessageTime" "isNotNull" "30d"
(first_message_at is null) is not true

-- "firstMessageTime" "isNotNull" []
(first_message_at is null) is not true

-- "firstMessageTime" "isNotNull" [null, "text"]
(first_message_at is null) is not true

-- "firstMessageTime" "isNotNull" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
(first_message_at is null) is not true

-- "firstMessageTime" "is" "2026-01-05"
first_message_at = ?
-- ? datetime.datetime(2026, 1, 5, 0, 0)

-- "firstMessageTime" "is" null
first_message_at is null

-- "firstMessageTime" "is" "30d"
first_message_at = ?
-- ? datetime.datetime(2025, 12, 6, 10, 0)

-- "firstMessageTime" "is" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
date_trunc('day', first_message_at) = ?
-- ? datetime.datetime(2026, 1, 5, 0, 0)

