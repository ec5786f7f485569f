-- "properties" "eq" "2026-01-05"
properties = ?
-- ? '"2026-01-05"'

-- "properties" "eq" "text"
properties = ?
-- ? '"text"'

-- "properties" "eq" 5
(properties = ? or try_cast(properties as double) = ?)
-- ? '"5"'
-- ? 5.0

-- "properties" "eq" true
properties = ?
-- ? 'true'

-- "properties" "eq" ["2026-01-05"]
(json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ? and json_extract(properties, ?)::varchar = ?)
-- ? ''
-- ? ''
-- ? 1
-- ? '/0'
-- ? '"2026-01-05"'

-- "properties" "eq" ["text"]
(json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ? and json_extract(properties, ?)::varchar = ?)
-- ? ''
-- ? ''
-- ? 1
-- ? '/0'
-- ? '"text"'

-- "properties" "eq" [5]
(json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ? and try_cast(json_extract(properties, ?)::varchar as double) = ?)
-- ? ''
-- ? ''
-- ? 1
-- ? '/0'
-- ? 5.0

-- "properties" "eq" [true]
(json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ? and json_extract(properties, ?)::varchar = ?)
-- ? ''
-- ? ''
-- ? 1
-- ? '/0'
-- ? 'true'

-- "properties" "eq" {"name": "text"}
(json_type(properties, ?) = 'OBJECT' and len(properties_keys) = ? and json_extract(properties, ?)::varchar = ?)
-- ? ''
-- ? 1
-- ? '/name'
-- ? '"text"'

-- "properties" "eq" null
coalesce(properties, 'null') = 'null'

-- "properties" "eq" 7.5
(properties = ? or try_cast(properties as double) = ?)
-- ? '"7.5"'
-- ? 7.5

-- "properties" "eq" "30d"
properties = ?
-- ? '"30d"'

-- "properties" "eq" []
(json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ?)
-- ? ''
-- ? ''
-- ? 0

-- "properties" "eq" [null, "text"]
(json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ? and json_extract(properties, ?)::varchar = ? and json_extract(properties, ?)::varchar = ?)
-- ? ''
-- ? ''
-- ? 2
-- ? '/0'
-- ? 'null'
-- ? '/1'
-- ? '"text"'

-- "properties" "eq" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
(json_type(properties, ?) = 'OBJECT' and len(properties_keys) = ? and json_extract(properties, ?)::varchar = ? and json_extract(properties, ?)::varchar = ?)
-- ? ''
-- ? 2
-- ? '/value'
-- ? '"2026-01-05T00:00:00Z"'
-- ? '/timeUnit'
-- ? '"day"'

-- "properties" "neq" "2026-01-05"
(properties = ?) is not true
-- ? '"2026-01-05"'

-- "properties" "neq" "text"
(properties = ?) is not true
-- ? '"text"'

-- "properties" "neq" 5
((properties = ? or try_cast(properties as double) = ?)) is not true
-- ? '"5"'
-- ? 5.0

-- "properties" "neq" true
(properties = ?) is not true
-- ? 'true'

-- "properties" "neq" ["2026-01-05"]
((json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ? and json_extract(properties, ?)::varchar = ?)) is not true
-- ? ''
-- ? ''
-- ? 1
-- ? '/0'
-- ? '"2026-01-05"'

-- "properties" "neq" ["text"]
((json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ? and json_extract(properties, ?)::varchar = ?)) is not true
-- ? ''
-- ? ''
-- ? 1
-- ? '/0'
-- ? '"text"'

-- "properties" "neq" [5]
((json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ? and try_cast(json_extract(properties, ?)::varchar as double) = ?)) is not true
-- ? ''
-- ? ''
-- ? 1
-- ? '/0'
-- ? 5.0

-- "properties" "neq" [true]
((json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ? and json_extract(properties, ?)::varchar = ?)) is not true
-- ? ''
-- ? ''
-- ? 1
-- ? '/0'
-- ? 'true'

-- "properties" "neq" {"name": "text"}
((json_type(properties, ?) = 'OBJECT' and len(properties_keys) = ? and json_extract(properties, ?)::varchar = ?)) is not true
-- ? ''
-- ? 1
-- ? '/name'
-- ? '"text"'

-- "properties" "neq" null
(coalesce(properties, 'null') = 'null') is not true

-- "properties" "neq" 7.5
((properties = ? or try_cast(properties as double) = ?)) is not true
-- ? '"7.5"'
-- ? 7.5

-- "properties" "neq" "30d"
(properties = ?) is not true
-- ? '"30d"'

-- "properties" "neq" []
((json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ?)) is not true
-- ? ''
-- ? ''
-- ? 0

-- "properties" "neq" [null, "text"]
((json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ? and json_extract(properties, ?)::varchar = ? and json_extract(properties, ?)::varchar = ?)) is not true
-- ? ''
-- ? ''
-- ? 2
-- ? '/0'
-- ? 'null'
-- ? '/1'
-- ? '"text"'

-- "properties" "neq" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
((json_type(properties, ?) = 'OBJECT' and len(properties_keys) = ? and json_extract(properties, ?)::varchar = ? and json_extract(properties, ?)::varchar = ?)) is not true
-- ? ''
-- ? 2
-- ? '/value'
-- ? '"2026-01-05T00:00:00Z"'
-- ? '/timeUnit'
-- ? '"day"'

-- "properties" "in" ["2026-01-05"]
properties = ?
-- ? '"2026-01-05"'

-- "properties" "in" ["text"]
properties = ?
-- ? '"text"'

-- "properties" "in" [5]
(properties = ? or try_cast(properties as double) = ?)
-- ? '"5"'
-- ? 5.0

-- "properties" "in" [true]
properties = ?
-- ? 'true'

-- "properties" "in" []
false

-- "properties" "in" [null, "text"]
(properties = ? or coalesce(properties, 'null') = 'null')
-- ? '"text"'

-- "properties" "notIn" ["2026-01-05"]
(properties = ?) is not true
-- ? '"2026-01-05"'

-- "properties" "notIn" ["text"]
(properties = ?) is not true
-- ? '"text"'

-- "properties" "notIn" [5]
((properties = ? or try_cast(properties as double) = ?)) is not true
-- ? '"5"'
-- ? 5.0

-- "properties" "notIn" [true]
(properties = ?) is not true
-- ? 'true'

-- "properties" "notIn" []
(false) is not true

-- "properties" "notIn" [null, "text"]
((properties = ? or coalesce(properties, 'null') = 'null')) is not true
-- ? '"text"'

-- "properties" "arrayContains" "2026-01-05"
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]))
-- ? ''
-- ? ''
-- ? ['"2026-01-05"']

-- "properties" "arrayContains" "text"
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]))
-- ? ''
-- ? ''
-- ? ['"text"']

-- "properties" "arrayContains" 5
(json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (coalesce(e1::varchar, 'null') = ? or try_cast(coalesce(e1::varchar, 'null') as double) = ?))) > 0)
-- ? ''
-- ? ''
-- ? '"5"'
-- ? 5.0

-- "properties" "arrayContains" true
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]))
-- ? ''
-- ? ''
-- ? ['true']

-- "properties" "arrayContains" ["2026-01-05"]
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]))
-- ? ''
-- ? ''
-- ? ['"2026-01-05"']

-- "properties" "arrayContains" ["text"]
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]))
-- ? ''
-- ? ''
-- ? ['"text"']

-- "properties" "arrayContains" [5]
(json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (coalesce(e1::varchar, 'null') = ? or try_cast(coalesce(e1::varchar, 'null') as double) = ?))) > 0)
-- ? ''
-- ? ''
-- ? '"5"'
-- ? 5.0

-- "properties" "arrayContains" [true]
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]))
-- ? ''
-- ? ''
-- ? ['true']

-- "properties" "arrayContains" {"name": "text"}
(json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: json_extract(coalesce(e1::varchar, 'null'), ?)::varchar = ?)) > 0)
-- ? ''
-- ? ''
-- ? '/name'
-- ? '"text"'

-- "properties" "arrayContains" null
(json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? ''
-- ? ''
-- ? 'null'

-- "properties" "arrayContains" 7.5
(json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (coalesce(e1::varchar, 'null') = ? or try_cast(coalesce(e1::varchar, 'null') as double) = ?))) > 0)
-- ? ''
-- ? ''
-- ? '"7.5"'
-- ? 7.5

-- "properties" "arrayContains" "30d"
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]))
-- ? ''
-- ? ''
-- ? ['"30d"']

-- "properties" "arrayContains" []
json_type(properties, ?) = 'ARRAY'
-- ? ''

-- "properties" "arrayContains" [null, "text"]
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]) and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? ''
-- ? ''
-- ? ['"text"']
-- ? ''
-- ? 'null'

-- "properties" "arrayContains" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
(json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (json_extract(coalesce(e1::varchar, 'null'), ?)::varchar = ? and json_extract(coalesce(e1::varchar, 'null'), ?)::varchar = ?))) > 0)
-- ? ''
-- ? ''
-- ? '/value'
-- ? '"2026-01-05T00:00:00Z"'
-- ? '/timeUnit'
-- ? '"day"'

-- "properties" "jsonContains" "2026-01-05"
(properties = ? or len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? '"2026-01-05"'
-- ? ''
-- ? '"2026-01-05"'

-- "properties" "jsonContains" "text"
(properties = ? or len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? '"text"'
-- ? ''
-- ? '"text"'

-- "properties" "jsonContains" 5
(try_cast(properties as double) = ? or len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: try_cast(coalesce(e1::varchar, 'null') as double) = ?)) > 0)
-- ? 5.0
-- ? ''
-- ? 5.0

-- "properties" "jsonContains" true
(properties = ? or len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? 'true'
-- ? ''
-- ? 'true'

-- "properties" "jsonContains" ["2026-01-05"]
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]))
-- ? ''
-- ? ''
-- ? ['"2026-01-05"']

-- "properties" "jsonContains" ["text"]
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]))
-- ? ''
-- ? ''
-- ? ['"text"']

-- "properties" "jsonContains" [5]
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(try_cast(json_extract(properties, ?) as json[])::varchar[] as double[]), ?::double[]))
-- ? ''
-- ? ''
-- ? [5.0]

-- "properties" "jsonContains" [true]
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]))
-- ? ''
-- ? ''
-- ? ['true']

-- "properties" "jsonContains" {"name": "text"}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? '"text"'

-- "properties" "jsonContains" null
(properties = ? or len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? 'null'
-- ? ''
-- ? 'null'

-- "properties" "jsonContains" 7.5
(try_cast(properties as double) = ? or len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: try_cast(coalesce(e1::varchar, 'null') as double) = ?)) > 0)
-- ? 7.5
-- ? ''
-- ? 7.5

-- "properties" "jsonContains" "30d"
(properties = ? or len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? '"30d"'
-- ? ''
-- ? '"30d"'

-- "properties" "jsonContains" []
json_type(properties, ?) = 'ARRAY'
-- ? ''

-- "properties" "jsonContains" [null, "text"]
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]) and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? ''
-- ? ''
-- ? ['"text"']
-- ? ''
-- ? 'null'

-- "properties" "jsonContains" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
(json_extract(properties, ?)::varchar = ? and json_extract(properties, ?)::varchar = ?)
-- ? '/value'
-- ? '"2026-01-05T00:00:00Z"'
-- ? '/timeUnit'
-- ? '"day"'

-- "properties" "jsonContainedBy" "2026-01-05"
properties = ?
-- ? '"2026-01-05"'

-- "properties" "jsonContainedBy" "text"
properties = ?
-- ? '"text"'

-- "properties" "jsonContainedBy" 5
try_cast(properties as double) = ?
-- ? 5.0

-- "properties" "jsonContainedBy" true
properties = ?
-- ? 'true'

-- "properties" "jsonContainedBy" ["2026-01-05"]
((json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (coalesce(e1::varchar, 'null') = ?) is not true)) = 0) or properties = ?)
-- ? ''
-- ? ''
-- ? '"2026-01-05"'
-- ? '"2026-01-05"'

-- "properties" "jsonContainedBy" ["text"]
((json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (coalesce(e1::varchar, 'null') = ?) is not true)) = 0) or properties = ?)
-- ? ''
-- ? ''
-- ? '"text"'
-- ? '"text"'

-- "properties" "jsonContainedBy" [5]
((json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (try_cast(coalesce(e1::varchar, 'null') as double) = ?) is not true)) = 0) or try_cast(properties as double) = ?)
-- ? ''
-- ? ''
-- ? 5.0
-- ? 5.0

-- "properties" "jsonContainedBy" [true]
((json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (coalesce(e1::varchar, 'null') = ?) is not true)) = 0) or properties = ?)
-- ? ''
-- ? ''
-- ? 'true'
-- ? 'true'

-- "properties" "jsonContainedBy" {"name": "text"}
(json_type(properties, ?) = 'OBJECT' and list_has_all(?::varchar[], properties_keys) and (json_extract(properties, ?)::varchar is null or json_extract(properties, ?)::varchar = ?))
-- ? ''
-- ? ['name']
-- ? '/name'
-- ? '/name'
-- ? '"text"'

-- "properties" "jsonContainedBy" null
properties = ?
-- ? 'null'

-- "properties" "jsonContainedBy" 7.5
try_cast(properties as double) = ?
-- ? 7.5

-- "properties" "jsonContainedBy" "30d"
properties = ?
-- ? '"30d"'

-- "properties" "jsonContainedBy" []
((json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (false) is not true)) = 0) or false)
-- ? ''
-- ? ''

-- "properties" "jsonContainedBy" [null, "text"]
((json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (list_contains(?::varchar[], coalesce(e1::varchar, 'null'))) is not true)) = 0) or properties in (?, ?))
-- ? ''
-- ? ''
-- ? ['null', '"text"']
-- ? 'null'
-- ? '"text"'

-- "properties" "jsonContainedBy" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
(json_type(properties, ?) = 'OBJECT' and list_has_all(?::varchar[], properties_keys) and (json_extract(properties, ?)::varchar is null or json_extract(properties, ?)::varchar = ?) and (json_extract(properties, ?)::varchar is null or json_extract(properties, ?)::varchar = ?))
-- ? ''
-- ? ['value', 'timeUnit']
-- ? '/value'
-- ? '/value'
-- ? '"2026-01-05T00:00:00Z"'
-- ? '/timeUnit'
-- ? '/timeUnit'
-- ? '"day"'

-- "properties" "jsonHasKey" "2026-01-05"
list_contains(properties_keys, ?)
-- ? '2026-01-05'

-- "properties" "jsonHasKey" "text"
list_contains(properties_keys, ?)
-- ? 'text'

-- "properties" "jsonHasKey" "30d"
list_contains(properties_keys, ?)
-- ? '30d'

-- "properties" "jsonArrayContainsObject" {"name": "text"}
len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: json_extract(coalesce(e1::varchar, 'null'), ?)::varchar = ?)) > 0
-- ? ''
-- ? '/name'
-- ? '"text"'

-- "properties" "jsonArrayContainsObject" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (json_extract(coalesce(e1::varchar, 'null'), ?)::varchar = ? and json_extract(coalesce(e1::varchar, 'null'), ?)::varchar = ?))) > 0
-- ? ''
-- ? '/value'
-- ? '"2026-01-05T00:00:00Z"'
-- ? '/timeUnit'
-- ? '"day"'

-- "properties" "jsonHasAnyKey" ["2026-01-05"]
list_contains(properties_keys, ?)
-- ? '2026-01-05'

-- "properties" "jsonHasAnyKey" ["text"]
list_contains(properties_keys, ?)
-- ? 'text'

-- "properties" "jsonHasAnyKey" []
false

-- "properties" "jsonHasAllKeys" ["2026-01-05"]
list_contains(properties_keys, ?)
-- ? '2026-01-05'

-- "properties" "jsonHasAllKeys" ["text"]
list_contains(properties_keys, ?)
-- ? 'text'

-- "properties" "jsonHasAllKeys" []
properties is not null

-- "properties" "isNull" "2026-01-05"
coalesce(properties, 'null') = 'null'

-- "properties" "isNull" "text"
coalesce(properties, 'null') = 'null'

-- "properties" "isNull" 5
coalesce(properties, 'null') = 'null'

-- "properties" "isNull" true
coalesce(properties, 'null') = 'null'

-- "properties" "isNull" ["2026-01-05"]
coalesce(properties, 'null') = 'null'

-- "properties" "isNull" ["text"]
coalesce(properties, 'null') = 'null'

-- "properties" "isNull" [5]
coalesce(properties, 'null') = 'null'

-- "properties" "isNull" [true]
coalesce(properties, 'null') = 'null'

-- "properties" "isNull" {"name": "text"}
coalesce(properties, 'null') = 'null'

-- "properties" "isNull" null
coalesce(properties, 'null') = 'null'

-- "properties" "isNull" 7.5
coalesce(properties, 'null') = 'null'

-- "properties" "isNull" "30d"
coalesce(properties, 'null') = 'null'

-- "properties" "isNull" []
coalesce(properties, 'null') = 'null'

-- "properties" "isNull" [null, "text"]
coalesce(properties, 'null') = 'null'

-- "properties" "isNull" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
coalesce(properties, 'null') = 'null'

-- "properties" "isNotNull" "2026-01-05"
(coalesce(properties, 'null') = 'null') is not true

-- "properties" "isNotNull" "text"
(coalesce(properties, 'null') = 'null') is not true

-- "properties" "isNotNull" 5
(coalesce(properties, 'null') = 'null') is not true

-- "properties" "isNotNull" true
(coalesce(properties, 'null') = 'null') is not true

-- "properties" "isNotNull" ["2026-01-05"]
(coalesce(properties, 'null') = 'null') is not true

-- "properties" "isNotNull" ["text"]
(coalesce(properties, 'null') = 'null') is not true

-- "properties" "isNotNull" [5]
(coalesce(properties, 'null') = 'null') is not true

-- "properties" "isNotNull" [true]
(coalesce(properties, 'null') = 'null') is not true

-- "properties" "isNotNull" {"name": "text"}
(coalesce(properties, 'null') = 'null') is not true

-- "properties" "isNotNull" null
(coalesce(properties, 'null') = 'null') is not true

-- "properties" "isNotNull" 7.5
(coalesce(properties, 'null') = 'null') is not true

-- "properties" "isNotNull" "30d"
(coalesce(properties, 'null') = 'null') is not true

-- "properties" "isNotNull" []
(coalesce(properties, 'null') = 'null') is not true

-- "properties" "isNotNull" [null, "text"]
(coalesce(properties, 'null') = 'null') is not true

-- "properties" "isNotNull" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
(coalesce(properties, 'null') = 'null') is not true

-- "properties" "is" "2026-01-05"
properties = ?
-- ? '"2026-01-05"'

-- "properties" "is" "text"
properties = ?
-- ? '"text"'

-- "properties" "is" 5
try_cast(properties as double) = ?
-- ? 5.0

-- "properties" "is" true
properties = ?
-- ? 'true'

-- "properties" "is" ["2026-01-05"]
properties = ?
-- ? '["2026-01-05"]'

-- "properties" "is" ["text"]
properties = ?
-- ? '["text"]'

-- "properties" "is" [5]
properties = ?
-- ? '[5]'

-- "properties" "is" [true]
properties = ?
-- ? '[true]'

-- "properties" "is" {"name": "text"}
properties = ?
-- ? '{"name":"text"}'

-- "properties" "is" null
coalesce(properties, 'null') = 'null'

-- "properties" "is" 7.5
try_cast(properties as double) = ?
-- ? 7.5

-- "properties" "is" "30d"
properties = ?
-- ? '"30d"'

-- "properties" "is" []
properties = ?
-- ? '[]'

-- "properties" "is" [null, "text"]
properties = ?
-- ? '[null,"text"]'

-- "properties" "is" {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}
properties = ?
-- ? '{"value":"2026-01-05T00:00:00Z","timeUnit":"day"}'

