-- "reasons" "eq" "2026-01-05"
reasons = ?
-- ? '"2026-01-05"'

-- "reasons" "eq" "text"
reasons = ?
-- ? '"text"'

-- "reasons" "eq" 5
(reasons = ? or try_cast(reasons as double) = ?)
-- ? '"5"'
-- ? 5.0

-- "reasons" "eq" true
reasons = ?
-- ? 'true'

-- "reasons" "eq" ["2026-01-05"]
(json_type(reasons, ?) = 'ARRAY' and json_array_length(reasons, ?) = ? and json_extract(reasons, ?)::varchar = ?)
-- ? ''
-- ? ''
-- ? 1
-- ? '/0'
-- ? '"2026-01-05"'

-- "reasons" "eq" ["text"]
(json_type(reasons, ?) = 'ARRAY' and json_array_length(reasons, ?) = ? and json_extract(reasons, ?)::varchar = ?)
-- ? ''
-- ? ''
-- ? 1
-- ? '/0'
-- ? '"text"'

-- "reasons" "eq" [5]
(json_type(reasons, ?) = 'ARRAY' and json_array_length(reasons, ?) = ? and try_cast(json_extract(reasons, ?)::varchar as double) = ?)
-- ? ''
-- ? ''
-- ? 1
-- ? '/0'
-- ? 5.0

-- "reasons" "eq" [true]
(json_type(reasons, ?) = 'ARRAY' and json_array_length(reasons, ?) = ? and json_extract(reasons, ?)::varchar = ?)
-- ? ''
-- ? ''
-- ? 1
-- ? '/0'
-- ? 'true'

-- "reasons" "eq" {"name": "text"}
(json_type(reasons, ?) = 'OBJECT' and len(json_keys(reasons, ?)) = ? and json_extract(reasons, ?)::varchar = ?)
-- ? ''
-- ? ''
-- ? 1
-- ? '/name'
-- ? '"text"'

-- "reasons" "eq" null
coalesce(reasons, 'null') = 'null'

-- "reasons" "eq" 7.5
(reasons = ? or try_cast(reasons as double) = ?)
-- ? '"7.5"'
-- ? 7.5

-- "reasons" "eq" "30d"
reasons = ?
-- ? '"30d"'

-- "reasons" "eq" []
(json_type(reasons, ?) = 'ARRAY' and json_array_length(reasons, ?) = ?)
-- ? ''
-- ? ''
-- ? 0

-- "reasons" "eq" [null, "text"]
(json_type(reasons, ?) = 'ARRAY' and json_array_length(reasons, ?) = ? and json_extract(reasons, ?)::varchar = ? and json_extract(reasons, ?)::varchar = ?)
-- ? ''
-- ? ''
-- ? 2
-- ? '/0'
-- ? 'null'
-- ? '/1'
-- ? '"text"'

-- "reasons" "eq" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
(json_type(reasons, ?) = 'OBJECT' and len(json_keys(reasons, ?)) = ? and json_extract(reasons, ?)::varchar = ? and json_extract(reasons, ?)::varchar = ?)
-- ? ''
-- ? ''
-- ? 2
-- ? '/value'
-- ? '"2026-01-05T00:00:00Z"'
-- ? '/timeUnit'
-- ? '"day"'

-- "reasons" "neq" "2026-01-05"
(reasons = ?) is not true
-- ? '"2026-01-05"'

-- "reasons" "neq" "text"
(reasons = ?) is not true
-- ? '"text"'

-- "reasons" "neq" 5
((reasons = ? or try_cast(reasons as double) = ?)) is not true
-- ? '"5"'
-- ? 5.0

-- "reasons" "neq" true
(reasons = ?) is not true
-- ? 'true'

-- "reasons" "neq" ["2026-01-05"]
((json_type(reasons, ?) = 'ARRAY' and json_array_length(reasons, ?) = ? and json_extract(reasons, ?)::varchar = ?)) is not true
-- ? ''
-- ? ''
-- ? 1
-- ? '/0'
-- ? '"2026-01-05"'

-- "reasons" "neq" ["text"]
((json_type(reasons, ?) = 'ARRAY' and json_array_length(reasons, ?) = ? and json_extract(reasons, ?)::varchar = ?)) is not true
-- ? ''
-- ? ''
-- ? 1
-- ? '/0'
-- ? '"text"'

-- "reasons" "neq" [5]
((json_type(reasons, ?) = 'ARRAY' and json_array_length(reasons, ?) = ? and try_cast(json_extract(reasons, ?)::varchar as double) = ?)) is not true
-- ? ''
-- ? ''
-- ? 1
-- ? '/0'
-- ? 5.0

-- "reasons" "neq" [true]
((json_type(reasons, ?) = 'ARRAY' and json_array_length(reasons, ?) = ? and json_extract(reasons, ?)::varchar = ?)) is not true
-- ? ''
-- ? ''
-- ? 1
-- ? '/0'
-- ? 'true'

-- "reasons" "neq" {"name": "text"}
((json_type(reasons, ?) = 'OBJECT' and len(json_keys(reasons, ?)) = ? and json_extract(reasons, ?)::varchar = ?)) is not true
-- ? ''
-- ? ''
-- ? 1
-- ? '/name'
-- ? '"text"'

-- "reasons" "neq" null
(coalesce(reasons, 'null') = 'null') is not true

-- "reasons" "neq" 7.5
((reasons = ? or try_cast(reasons as double) = ?)) is not true
-- ? '"7.5"'
-- ? 7.5

-- "reasons" "neq" "30d"
(reasons = ?) is not true
-- ? '"30d"'

-- "reasons" "neq" []
((json_type(reasons, ?) = 'ARRAY' and json_array_length(reasons, ?) = ?)) is not true
-- ? ''
-- ? ''
-- ? 0

-- "reasons" "neq" [null, "text"]
((json_type(reasons, ?) = 'ARRAY' and json_array_length(reasons, ?) = ? and json_extract(reasons, ?)::varchar = ? and json_extract(reasons, ?)::varchar = ?)) is not true
-- ? ''
-- ? ''
-- ? 2
-- ? '/0'
-- ? 'null'
-- ? '/1'
-- ? '"text"'

-- "reasons" "neq" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
((json_type(reasons, ?) = 'OBJECT' and len(json_keys(reasons, ?)) = ? and json_extract(reasons, ?)::varchar = ? and json_extract(reasons, ?)::varchar = ?)) is not true
-- ? ''
-- ? ''
-- ? 2
-- ? '/value'
-- ? '"2026-01-05T00:00:00Z"'
-- ? '/timeUnit'
-- ? '"day"'

-- "reasons" "in" ["2026-01-05"]
reasons = ?
-- ? '"2026-01-05"'

-- "reasons" "in" ["text"]
reasons = ?
-- ? '"text"'

-- "reasons" "in" [5]
(reasons = ? or try_cast(reasons as double) = ?)
-- ? '"5"'
-- ? 5.0

-- "reasons" "in" [true]
reasons = ?
-- ? 'true'

-- "reasons" "in" []
false

-- "reasons" "in" [null, "text"]
(reasons = ? or coalesce(reasons, 'null') = 'null')
-- ? '"text"'

-- "reasons" "notIn" ["2026-01-05"]
(reasons = ?) is not true
-- ? '"2026-01-05"'

-- "reasons" "notIn" ["text"]
(reasons = ?) is not true
-- ? '"text"'

-- "reasons" "notIn" [5]
((reasons = ? or try_cast(reasons as double) = ?)) is not true
-- ? '"5"'
-- ? 5.0

-- "reasons" "notIn" [true]
(reasons = ?) is not true
-- ? 'true'

-- "reasons" "notIn" []
(false) is not true

-- "reasons" "notIn" [null, "text"]
((reasons = ? or coalesce(reasons, 'null') = 'null')) is not true
-- ? '"text"'

-- "reasons" "arrayContains" "2026-01-05"
(json_type(reasons, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(reasons, ?) as json[])::varchar[], ?::varchar[]))
-- ? ''
-- ? ''
-- ? ['"2026-01-05"']

-- "reasons" "arrayContains" "text"
(json_type(reasons, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(reasons, ?) as json[])::varchar[], ?::varchar[]))
-- ? ''
-- ? ''
-- ? ['"text"']

-- "reasons" "arrayContains" 5
(json_type(reasons, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: (coalesce(e1::varchar, 'null') = ? or try_cast(coalesce(e1::varchar, 'null') as double) = ?))) > 0)
-- ? ''
-- ? ''
-- ? '"5"'
-- ? 5.0

-- "reasons" "arrayContains" true
(json_type(reasons, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(reasons, ?) as json[])::varchar[], ?::varchar[]))
-- ? ''
-- ? ''
-- ? ['true']

-- "reasons" "arrayContains" ["2026-01-05"]
(json_type(reasons, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(reasons, ?) as json[])::varchar[], ?::varchar[]))
-- ? ''
-- ? ''
-- ? ['"2026-01-05"']

-- "reasons" "arrayContains" ["text"]
(json_type(reasons, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(reasons, ?) as json[])::varchar[], ?::varchar[]))
-- ? ''
-- ? ''
-- ? ['"text"']

-- "reasons" "arrayContains" [5]
(json_type(reasons, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: (coalesce(e1::varchar, 'null') = ? or try_cast(coalesce(e1::varchar, 'null') as double) = ?))) > 0)
-- ? ''
-- ? ''
-- ? '"5"'
-- ? 5.0

-- "reasons" "arrayContains" [true]
(json_type(reasons, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(reasons, ?) as json[])::varchar[], ?::varchar[]))
-- ? ''
-- ? ''
-- ? ['true']

-- "reasons" "arrayContains" {"name": "text"}
(json_type(reasons, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: json_extract(coalesce(e1::varchar, 'null'), ?)::varchar = ?)) > 0)
-- ? ''
-- ? ''
-- ? '/name'
-- ? '"text"'

-- "reasons" "arrayContains" null
(json_type(reasons, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? ''
-- ? ''
-- ? 'null'

-- "reasons" "arrayContains" 7.5
(json_type(reasons, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: (coalesce(e1::varchar, 'null') = ? or try_cast(coalesce(e1::varchar, 'null') as double) = ?))) > 0)
-- ? ''
-- ? ''
-- ? '"7.5"'
-- ? 7.5

-- "reasons" "arrayContains" "30d"
(json_type(reasons, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(reasons, ?) as json[])::varchar[], ?::varchar[]))
-- ? ''
-- ? ''
-- ? ['"30d"']

-- "reasons" "arrayContains" []
json_type(reasons, ?) = 'ARRAY'
-- ? ''

-- "reasons" "arrayContains" [null, "text"]
(json_type(reasons, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(reasons, ?) as json[])::varchar[], ?::varchar[]) and len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? ''
-- ? ''
-- ? ['"text"']
-- ? ''
-- ? 'null'

-- "reasons" "arrayContains" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
(json_type(reasons, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: (json_extract(coalesce(e1::varchar, 'null'), ?)::varchar = ? and json_extract(coalesce(e1::varchar, 'null'), ?)::varchar = ?))) > 0)
-- ? ''
-- ? ''
-- ? '/value'
-- ? '"2026-01-05T00:00:00Z"'
-- ? '/timeUnit'
-- ? '"day"'

-- "reasons" "jsonContains" "2026-01-05"
(reasons = ? or len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? '"2026-01-05"'
-- ? ''
-- ? '"2026-01-05"'

-- "reasons" "jsonContains" "text"
(reasons = ? or len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? '"text"'
-- ? ''
-- ? '"text"'

-- "reasons" "jsonContains" 5
(try_cast(reasons as double) = ? or len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: try_cast(coalesce(e1::varchar, 'null') as double) = ?)) > 0)
-- ? 5.0
-- ? ''
-- ? 5.0

-- "reasons" "jsonContains" true
(reasons = ? or len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? 'true'
-- ? ''
-- ? 'true'

-- "reasons" "jsonContains" ["2026-01-05"]
(json_type(reasons, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(reasons, ?) as json[])::varchar[], ?::varchar[]))
-- ? ''
-- ? ''
-- ? ['"2026-01-05"']

-- "reasons" "jsonContains" ["text"]
(json_type(reasons, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(reasons, ?) as json[])::varchar[], ?::varchar[]))
-- ? ''
-- ? ''
-- ? ['"text"']

-- "reasons" "jsonContains" [5]
(json_type(reasons, ?) = 'ARRAY' and list_has_all(try_cast(try_cast(json_extract(reasons, ?) as json[])::varchar[] as double[]), ?::double[]))
-- ? ''
-- ? ''
-- ? [5.0]

-- "reasons" "jsonContains" [true]
(json_type(reasons, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(reasons, ?) as json[])::varchar[], ?::varchar[]))
-- ? ''
-- ? ''
-- ? ['true']

-- "reasons" "jsonContains" {"name": "text"}
json_extract(reasons, ?)::varchar = ?
-- ? '/name'
-- ? '"text"'

-- "reasons" "jsonContains" null
(reasons = ? or len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? 'null'
-- ? ''
-- ? 'null'

-- "reasons" "jsonContains" 7.5
(try_cast(reasons as double) = ? or len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: try_cast(coalesce(e1::varchar, 'null') as double) = ?)) > 0)
-- ? 7.5
-- ? ''
-- ? 7.5

-- "reasons" "jsonContains" "30d"
(reasons = ? or len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? '"30d"'
-- ? ''
-- ? '"30d"'

-- "reasons" "jsonContains" []
json_type(reasons, ?) = 'ARRAY'
-- ? ''

-- "reasons" "jsonContains" [null, "text"]
(json_type(reasons, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(reasons, ?) as json[])::varchar[], ?::varchar[]) and len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? ''
-- ? ''
-- ? ['"text"']
-- ? ''
-- ? 'null'

-- "reasons" "jsonContains" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
(json_extract(reasons, ?)::varchar = ? and json_extract(reasons, ?)::varchar = ?)
-- ? '/value'
-- ? '"2026-01-05T00:00:00Z"'
-- ? '/timeUnit'
-- ? '"day"'

-- "reasons" "jsonContainedBy" "2026-01-05"
reasons = ?
-- ? '"2026-01-05"'

-- "reasons" "jsonContainedBy" "text"
reasons = ?
-- ? '"text"'

-- "reasons" "jsonContainedBy" 5
try_cast(reasons as double) = ?
-- ? 5.0

-- "reasons" "jsonContainedBy" true
reasons = ?
-- ? 'true'

-- "reasons" "jsonContainedBy" ["2026-01-05"]
((json_type(reasons, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: (coalesce(e1::varchar, 'null') = ?) is not true)) = 0) or reasons = ?)
-- ? ''
-- ? ''
-- ? '"2026-01-05"'
-- ? '"2026-01-05"'

-- "reasons" "jsonContainedBy" ["text"]
((json_type(reasons, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: (coalesce(e1::varchar, 'null') = ?) is not true)) = 0) or reasons = ?)
-- ? ''
-- ? ''
-- ? '"text"'
-- ? '"text"'

-- "reasons" "jsonContainedBy" [5]
((json_type(reasons, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: (try_cast(coalesce(e1::varchar, 'null') as double) = ?) is not true)) = 0) or try_cast(reasons as double) = ?)
-- ? ''
-- ? ''
-- ? 5.0
-- ? 5.0

-- "reasons" "jsonContainedBy" [true]
((json_type(reasons, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: (coalesce(e1::varchar, 'null') = ?) is not true)) = 0) or reasons = ?)
-- ? ''
-- ? ''
-- ? 'true'
-- ? 'true'

-- "reasons" "jsonContainedBy" {"name": "text"}
(json_type(reasons, ?) = 'OBJECT' and list_has_all(?::varchar[], json_keys(reasons, ?)) and (json_extract(reasons, ?)::varchar is null or json_extract(reasons, ?)::varchar = ?))
-- ? ''
-- ? ['name']
-- ? ''
-- ? '/name'
-- ? '/name'
-- ? '"text"'

-- "reasons" "jsonContainedBy" null
reasons = ?
-- ? 'null'

-- "reasons" "jsonContainedBy" 7.5
try_cast(reasons as double) = ?
-- ? 7.5

-- "reasons" "jsonContainedBy" "30d"
reasons = ?
-- ? '"30d"'

-- "reasons" "jsonContainedBy" []
((json_type(reasons, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: (false) is not true)) = 0) or false)
-- ? ''
-- ? ''

-- "reasons" "jsonContainedBy" [null, "text"]
((json_type(reasons, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: (list_contains(?::varchar[], coalesce(e1::varchar, 'null'))) is not true)) = 0) or reasons in (?, ?))
-- ? ''
-- ? ''
-- ? ['null', '"text"']
-- ? 'null'
-- ? '"text"'

-- "reasons" "jsonContainedBy" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
(json_type(reasons, ?) = 'OBJECT' and list_has_all(?::varchar[], json_keys(reasons, ?)) and (json_extract(reasons, ?)::varchar is null or json_extract(reasons, ?)::varchar = ?) and (json_extract(reasons, ?)::varchar is null or json_extract(reasons, ?)::varchar = ?))
-- ? ''
-- ? ['value', 'timeUnit']
-- ? ''
-- ? '/value'
-- ? '/value'
-- ? '"2026-01-05T00:00:00Z"'
-- ? '/timeUnit'
-- ? '/timeUnit'
-- ? '"day"'

-- "reasons" "jsonHasKey" "2026-01-05"
(list_contains(json_keys(reasons, ?), ?) or list_contains(try_cast(json_extract(reasons, ?) as json[])::varchar[], ?) or reasons = ?)
-- ? ''
-- ? '2026-01-05'
-- ? ''
-- ? '"2026-01-05"'
-- ? '"2026-01-05"'

-- "reasons" "jsonHasKey" "text"
(list_contains(json_keys(reasons, ?), ?) or list_contains(try_cast(json_extract(reasons, ?) as json[])::varchar[], ?) or reasons = ?)
-- ? ''
-- ? 'text'
-- ? ''
-- ? '"text"'
-- ? '"text"'

-- "reasons" "jsonHasKey" "30d"
(list_contains(json_keys(reasons, ?), ?) or list_contains(try_cast(json_extract(reasons, ?) as json[])::varchar[], ?) or reasons = ?)
-- ? ''
-- ? '30d'
-- ? ''
-- ? '"30d"'
-- ? '"30d"'

-- "reasons" "jsonArrayContainsObject" {"name": "text"}
len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: json_extract(coalesce(e1::varchar, 'null'), ?)::varchar = ?)) > 0
-- ? ''
-- ? '/name'
-- ? '"text"'

-- "reasons" "jsonArrayContainsObject" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: (json_extract(coalesce(e1::varchar, 'null'), ?)::varchar = ? and json_extract(coalesce(e1::varchar, 'null'), ?)::varchar = ?))) > 0
-- ? ''
-- ? '/value'
-- ? '"2026-01-05T00:00:00Z"'
-- ? '/timeUnit'
-- ? '"day"'

-- "reasons" "jsonHasAnyKey" ["2026-01-05"]
(list_contains(json_keys(reasons, ?), ?) or list_contains(try_cast(json_extract(reasons, ?) as json[])::varchar[], ?) or reasons = ?)
-- ? ''
-- ? '2026-01-05'
-- ? ''
-- ? '"2026-01-05"'
-- ? '"2026-01-05"'

-- "reasons" "jsonHasAnyKey" ["text"]
(list_contains(json_keys(reasons, ?), ?) or list_contains(try_cast(json_extract(reasons, ?) as json[])::varchar[], ?) or reasons = ?)
-- ? ''
-- ? 'text'
-- ? ''
-- ? '"text"'
-- ? '"text"'

-- "reasons" "jsonHasAnyKey" []
false

-- "reasons" "jsonHasAllKeys" ["2026-01-05"]
(reasons is not null and (list_contains(json_keys(reasons, ?), ?) or list_has_all(try_cast(json_extract(reasons, ?) as json[])::varchar[], ?::varchar[]) or reasons = ?))
-- ? ''
-- ? '2026-01-05'
-- ? ''
-- ? ['"2026-01-05"']
-- ? '"2026-01-05"'

-- "reasons" "jsonHasAllKeys" ["text"]
(reasons is not null and (list_contains(json_keys(reasons, ?), ?) or list_has_all(try_cast(json_extract(reasons, ?) as json[])::varchar[], ?::varchar[]) or reasons = ?))
-- ? ''
-- ? 'text'
-- ? ''
-- ? ['"text"']
-- ? '"text"'

-- "reasons" "jsonHasAllKeys" []
reasons is not null

-- "reasons" "isNull" "2026-01-05"
coalesce(reasons, 'null') = 'null'

-- "reasons" "isNull" "text"
coalesce(reasons, 'null') = 'null'

-- "reasons" "isNull" 5
coalesce(reasons, 'null') = 'null'

-- "reasons" "isNull" true
coalesce(reasons, 'null') = 'null'

-- "reasons" "isNull" ["2026-01-05"]
coalesce(reasons, 'null') = 'null'

-- "reasons" "isNull" ["text"]
coalesce(reasons, 'null') = 'null'

-- "reasons" "isNull" [5]
coalesce(reasons, 'null') = 'null'

-- "reasons" "isNull" [true]
coalesce(reasons, 'null') = 'null'

-- "reasons" "isNull" {"name": "text"}
coalesce(reasons, 'null') = 'null'

-- "reasons" "isNull" null
coalesce(reasons, 'null') = 'null'

-- "reasons" "isNull" 7.5
coalesce(reasons, 'null') = 'null'

-- "reasons" "isNull" "30d"
coalesce(reasons, 'null') = 'null'

-- "reasons" "isNull" []
coalesce(reasons, 'null') = 'null'

-- "reasons" "isNull" [null, "text"]
coalesce(reasons, 'null') = 'null'

-- "reasons" "isNull" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
coalesce(reasons, 'null') = 'null'

-- "reasons" "isNotNull" "2026-01-05"
(coalesce(reasons, 'null') = 'null') is not true

-- "reasons" "isNotNull" "text"
(coalesce(reasons, 'null') = 'null') is not true

-- "reasons" "isNotNull" 5
(coalesce(reasons, 'null') = 'null') is not true

-- "reasons" "isNotNull" true
(coalesce(reasons, 'null') = 'null') is not true

-- "reasons" "isNotNull" ["2026-01-05"]
(coalesce(reasons, 'null') = 'null') is not true

-- "reasons" "isNotNull" ["text"]
(coalesce(reasons, 'null') = 'null') is not true

-- "reasons" "isNotNull" [5]
(coalesce(reasons, 'null') = 'null') is not true

-- "reasons" "isNotNull" [true]
(coalesce(reasons, 'null') = 'null') is not true

-- "reasons" "isNotNull" {"name": "text"}
(coalesce(reasons, 'null') = 'null') is not true

-- "reasons" "isNotNull" null
(coalesce(reasons, 'null') = 'null') is not true

-- "reasons" "isNotNull" 7.5
(coalesce(reasons, 'null') = 'null') is not true

-- "reasons" "isNotNull" "30d"
(coalesce(reasons, 'null') = 'null') is not true

-- "reasons" "isNotNull" []
(coalesce(reasons, 'null') = 'null') is not true

-- "reasons" "isNotNull" [null, "text"]
(coalesce(reasons, 'null') = 'null') is not true

-- "reasons" "isNotNull" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
(coalesce(reasons, 'null') = 'null') is not true

-- "reasons" "is" "2026-01-05"
reasons = ?
-- ? '"2026-01-05"'

-- "reasons" "is" "text"
reasons = ?
-- ? '"text"'

-- "reasons" "is" 5
try_cast(reasons as double) = ?
-- ? 5.0

-- "reasons" "is" true
reasons = ?
-- ? 'true'

-- "reasons" "is" ["2026-01-05"]
reasons = ?
-- ? '["2026-01-05"]'

-- "reasons" "is" ["text"]
reasons = ?
-- ? '["text"]'

-- "reasons" "is" [5]
reasons = ?
-- ? '[5]'

-- "reasons" "is" [true]
reasons = ?
-- ? '[true]'

-- "reasons" "is" {"name": "text"}
reasons = ?
-- ? '{"name":"text"}'

-- "reasons" "is" null
coalesce(reasons, 'null') = 'null'

-- "reasons" "is" 7.5
try_cast(reasons as double) = ?
-- ? 7.5

-- "reasons" "is" "30d"
reasons = ?
-- ? '"30d"'

-- "reasons" "is" []
reasons = ?
-- ? '[]'

-- "reasons" "is" [null, "text"]
reasons = ?
-- ? '[null,"text"]'

-- "reasons" "is" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
reasons = ?
-- ? '{"value":"2026-01-05T00:00:00Z","timeUnit":"day"}'

