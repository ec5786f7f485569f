-- "hasPositiveFeedback" "eq" true
has_positive_feedback = ?
-- ? True

-- "hasPositiveFeedback" "eq" null
has_positive_feedback is null

-- "hasPositiveFeedback" "neq" true
(has_positive_feedback = ?) is not true
-- ? True

-- "hasPositiveFeedback" "neq" null
(has_positive_feedback is null) is not true

-- "hasPositiveFeedback" "in" [true]
has_positive_feedback = ?
-- ? True

-- "hasPositiveFeedback" "in" []
false

-- "hasPositiveFeedback" "notIn" [true]
(has_positive_feedback = ?) is not true
-- ? True

-- "hasPositiveFeedback" "notIn" []
(false) is not true

-- "hasPositiveFeedback" "isNull" "2026-01-05"
has_positive_feedback is null

-- "hasPositiveFeedback" "isNull" "text"
has_positive_feedback is null

-- "hasPositiveFeedback" "isNull" 5
has_positive_feedback is null

-- "hasPositiveFeedback" "isNull" true
has_positive_feedback is null

-- "hasPositiveFeedback" "isNull" ["2026-01-05"]
has_positive_feedback is null

-- "hasPositiveFeedback" "isNull" ["text"]
has_positive_feedback is null

-- "hasPositiveFeedback" "isNull" [5]
has_positive_feedback is null

-- "hasPositiveFeedback" "isNull" [true]
has_positive_feedback is null

-- "hasPositiveFeedback" "isNull" {"name": "text"}
has_positive_feedback is null

-- "hasPositiveFeedback" "isNull" null
has_positive_feedback is null

-- "hasPositiveFeedback" "isNull" 7.5
has_positive_feedback is null

-- "hasPositiveFeedback" "isNull" "30d"
has_positive_feedback is null

-- "hasPositiveFeedback" "isNull" []
has_positive_feedback is null

-- "hasPositiveFeedback" "isNull" [null, "text"]
has_positive_feedback is null

-- "hasPositiveFeedback" "isNull" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
has_positive_feedback is null

-- "hasPositiveFeedback" "isNotNull" "2026-01-05"
(has_positive_feedback is null) is not true

-- "hasPositiveFeedback" "isNotNull" "text"
(has_positive_feedback is null) is not true

-- "hasPositiveFeedback" "isNotNull" 5
(has_positive_feedback is null) is not true

-- "hasPositiveFeedback" "isNotNull" true
(has_positive_feedback is null) is not true

-- "hasPositiveFeedback" "isNotNull" ["2026-01-05"]
(has_positive_feedback is null) is not true

-- "hasPositiveFeedback" "isNotNull" ["text"]
(has_positive_feedback is null) is not true

-- "hasPositiveFeedback" "isNotNull" [5]
(has_positive_feedback is null) is not true

-- "hasPositiveFeedback" "isNotNull" [true]
(has_positive_feedback is null) is not true

-- "hasPositiveFeedback" "isNotNull" {"name": "text"}
(has_positive_feedback is null) is not true

-- "hasPositiveFeedback" "isNotNull" null
(has_positive_feedback is null) is not true

-- "hasPositiveFeedback" "isNotNull" 7.5
(has_positive_feedback is null) is not true

-- "hasPositiveFeedback" "isNotNull" "30d"
(has_positive_feedback is null) is not true

-- "hasPositiveFeedback" "isNotNull" []
(has_positive_feedback is null) is not true

-- "hasPositiveFeedback" "isNotNull" [null, "text"]
(has_positive_feedback is null) is not true

-- "hasPositiveFeedback" "isNotNull" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
(has_positive_feedback is null) is not true

-- "hasPositiveFeedback" "is" true
has_positive_feedback = ?
-- ? True

-- "hasPositiveFeedback" "is" null
has_positive_feedback is null

