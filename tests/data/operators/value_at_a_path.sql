-- "properties" "eq" {"path": ["name"], "value": "2026-01-05"}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? '"2026-01-05"'

-- "properties" "eq" {"path": ["name"], "value": "text"}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? '"text"'

-- "properties" "eq" {"path": ["name"], "value": 5}
(json_extract(properties, ?)::varchar = ? or try_cast(json_extract(properties, ?)::varchar as double) = ?)
-- ? '/name'
-- ? '"5"'
-- ? '/name'
-- ? 5.0

-- "properties" "eq" {"path": ["name"], "value": true}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? 'true'

-- "properties" "eq" {"path": ["name"], "value": ["2026-01-05"]}
(json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ? and json_extract(properties, ?)::varchar = ?)
-- ? '/name'
-- ? '/name'
-- ? 1
-- ? '/name/0'
-- ? '"2026-01-05"'

-- "properties" "eq" {"path": ["name"], "value": ["text"]}
(json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ? and json_extract(properties, ?)::varchar = ?)
-- ? '/name'
-- ? '/name'
-- ? 1
-- ? '/name/0'
-- ? '"text"'

-- "properties" "eq" {"path": ["name"], "value": [5]}
(json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ? and try_cast(json_extract(properties, ?)::varchar as double) = ?)
-- ? '/name'
-- ? '/name'
-- ? 1
-- ? '/name/0'
-- ? 5.0

-- "properties" "eq" {"path": ["name"], "value": [true]}
(json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ? and json_extract(properties, ?)::varchar = ?)
-- ? '/name'
-- ? '/name'
-- ? 1
-- ? '/name/0'
-- ? 'true'

-- "properties" "eq" {"path": ["name"], "value": {"name": "text"}}
(json_type(properties, ?) = 'OBJECT' and len(json_keys(properties, ?)) = ? and json_extract(properties, ?)::varchar = ?)
-- ? '/name'
-- ? '/name'
-- ? 1
-- ? '/name/name'
-- ? '"text"'

-- "properties" "eq" {"path": ["name"], "value": null}
coalesce(json_extract(properties, ?)::varchar, 'null') = 'null'
-- ? '/name'

-- "properties" "eq" {"path": ["name"], "value": 7.5}
(json_extract(properties, ?)::varchar = ? or try_cast(json_extract(properties, ?)::varchar as double) = ?)
-- ? '/name'
-- ? '"7.5"'
-- ? '/name'
-- ? 7.5

-- "properties" "eq" {"path": ["name"], "value": "30d"}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? '"30d"'

-- "properties" "eq" {"path": ["name"], "value": []}
(json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ?)
-- ? '/name'
-- ? '/name'
-- ? 0

-- "properties" "eq" {"path": ["name"], "value": [null, "text"]}
(json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ? and json_extract(properties, ?)::varchar = ? and json_extract(properties, ?)::varchar = ?)
-- ? '/name'
-- ? '/name'
-- ? 2
-- ? '/name/0'
-- ? 'null'
-- ? '/name/1'
-- ? '"text"'

-- "properties" "eq" {"path": ["name"], "value": {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}}
(json_type(properties, ?) = 'OBJECT' and len(json_keys(properties, ?)) = ? and json_extract(properties, ?)::varchar = ? and json_extract(properties, ?)::varchar = ?)
-- ? '/name'
-- ? '/name'
-- ? 2
-- ? '/name/value'
-- ? '"2026-01-05T00:00:00Z"'
-- ? '/name/timeUnit'
-- ? '"day"'

-- "properties" "neq" {"path": ["name"], "value": "2026-01-05"}
(json_extract(properties, ?)::varchar = ?) is not true
-- ? '/name'
-- ? '"2026-01-05"'

-- "properties" "neq" {"path": ["name"], "value": "text"}
(json_extract(properties, ?)::varchar = ?) is not true
-- ? '/name'
-- ? '"text"'

-- "properties" "neq" {"path": ["name"], "value": 5}
((json_extract(properties, ?)::varchar = ? or try_cast(json_extract(properties, ?)::varchar as double) = ?)) is not true
-- ? '/name'
-- ? '"5"'
-- ? '/name'
-- ? 5.0

-- "properties" "neq" {"path": ["name"], "value": true}
(json_extract(properties, ?)::varchar = ?) is not true
-- ? '/name'
-- ? 'true'

-- "properties" "neq" {"path": ["name"], "value": ["2026-01-05"]}
((json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ? and json_extract(properties, ?)::varchar = ?)) is not true
-- ? '/name'
-- ? '/name'
-- ? 1
-- ? '/name/0'
-- ? '"2026-01-05"'

-- "properties" "neq" {"path": ["name"], "value": ["text"]}
((json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ? and json_extract(properties, ?)::varchar = ?)) is not true
-- ? '/name'
-- ? '/name'
-- ? 1
-- ? '/name/0'
-- ? '"text"'

-- "properties" "neq" {"path": ["name"], "value": [5]}
((json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ? and try_cast(json_extract(properties, ?)::varchar as double) = ?)) is not true
-- ? '/name'
-- ? '/name'
-- ? 1
-- ? '/name/0'
-- ? 5.0

-- "properties" "neq" {"path": ["name"], "value": [true]}
((json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ? and json_extract(properties, ?)::varchar = ?)) is not true
-- ? '/name'
-- ? '/name'
-- ? 1
-- ? '/name/0'
-- ? 'true'

-- "properties" "neq" {"path": ["name"], "value": {"name": "text"}}
((json_type(properties, ?) = 'OBJECT' and len(json_keys(properties, ?)) = ? and json_extract(properties, ?)::varchar = ?)) is not true
-- ? '/name'
-- ? '/name'
-- ? 1
-- ? '/name/name'
-- ? '"text"'

-- "properties" "neq" {"path": ["name"], "value": null}
(coalesce(json_extract(properties, ?)::varchar, 'null') = 'null') is not true
-- ? '/name'

-- "properties" "neq" {"path": ["name"], "value": 7.5}
((json_extract(properties, ?)::varchar = ? or try_cast(json_extract(properties, ?)::varchar as double) = ?)) is not true
-- ? '/name'
-- ? '"7.5"'
-- ? '/name'
-- ? 7.5

-- "properties" "neq" {"path": ["name"], "value": "30d"}
(json_extract(properties, ?)::varchar = ?) is not true
-- ? '/name'
-- ? '"30d"'

-- "properties" "neq" {"path": ["name"], "value": []}
((json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ?)) is not true
-- ? '/name'
-- ? '/name'
-- ? 0

-- "properties" "neq" {"path": ["name"], "value": [null, "text"]}
((json_type(properties, ?) = 'ARRAY' and json_array_length(properties, ?) = ? and json_extract(properties, ?)::varchar = ? and json_extract(properties, ?)::varchar = ?)) is not true
-- ? '/name'
-- ? '/name'
-- ? 2
-- ? '/name/0'
-- ? 'null'
-- ? '/name/1'
-- ? '"text"'

-- "properties" "neq" {"path": ["name"], "value": {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}}
((json_type(properties, ?) = 'OBJECT' and len(json_keys(properties, ?)) = ? and json_extract(properties, ?)::varchar = ? and json_extract(properties, ?)::varchar = ?)) is not true
-- ? '/name'
-- ? '/name'
-- ? 2
-- ? '/name/value'
-- ? '"2026-01-05T00:00:00Z"'
-- ? '/name/timeUnit'
-- ? '"day"'

-- "properties" "gt" {"path": ["name"], "value": "2026-01-05"}
case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end > ?
-- ? '/name'
-- ? '/name'
-- ? '2026-01-05'

-- "properties" "gt" {"path": ["name"], "value": "text"}
case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end > ?
-- ? '/name'
-- ? '/name'
-- ? 'text'

-- "properties" "gt" {"path": ["name"], "value": 5}
try_cast(json_extract(properties, ?)::varchar as double) > ?
-- ? '/name'
-- ? 5.0

-- "properties" "gt" {"path": ["name"], "value": 7.5}
try_cast(json_extract(properties, ?)::varchar as double) > ?
-- ? '/name'
-- ? 7.5

-- "properties" "gt" {"path": ["name"], "value": "30d"}
case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end > ?
-- ? '/name'
-- ? '/name'
-- ? '30d'

-- "properties" "gte" {"path": ["name"], "value": "2026-01-05"}
case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end >= ?
-- ? '/name'
-- ? '/name'
-- ? '2026-01-05'

-- "properties" "gte" {"path": ["name"], "value": "text"}
case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end >= ?
-- ? '/name'
-- ? '/name'
-- ? 'text'

-- "properties" "gte" {"path": ["name"], "value": 5}
try_cast(json_extract(properties, ?)::varchar as double) >= ?
-- ? '/name'
-- ? 5.0

-- "properties" "gte" {"path": ["name"], "value": 7.5}
try_cast(json_extract(properties, ?)::varchar as double) >= ?
-- ? '/name'
-- ? 7.5

-- "properties" "gte" {"path": ["name"], "value": "30d"}
case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end >= ?
-- ? '/name'
-- ? '/name'
-- ? '30d'

-- "properties" "lt" {"path": ["name"], "value": "2026-01-05"}
case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end < ?
-- ? '/name'
-- ? '/name'
-- ? '2026-01-05'

-- "properties" "lt" {"path": ["name"], "value": "text"}
case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end < ?
-- ? '/name'
-- ? '/name'
-- ? 'text'

-- "properties" "lt" {"path": ["name"], "value": 5}
try_cast(json_extract(properties, ?)::varchar as double) < ?
-- ? '/name'
-- ? 5.0

-- "properties" "lt" {"path": ["name"], "value": 7.5}
try_cast(json_extract(properties, ?)::varchar as double) < ?
-- ? '/name'
-- ? 7.5

-- "properties" "lt" {"path": ["name"], "value": "30d"}
case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end < ?
-- ? '/name'
-- ? '/name'
-- ? '30d'

-- "properties" "lte" {"path": ["name"], "value": "2026-01-05"}
case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end <= ?
-- ? '/name'
-- ? '/name'
-- ? '2026-01-05'

-- "properties" "lte" {"path": ["name"], "value": "text"}
case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end <= ?
-- ? '/name'
-- ? '/name'
-- ? 'text'

-- "properties" "lte" {"path": ["name"], "value": 5}
try_cast(json_extract(properties, ?)::varchar as double) <= ?
-- ? '/name'
-- ? 5.0

-- "properties" "lte" {"path": ["name"], "value": 7.5}
try_cast(json_extract(properties, ?)::varchar as double) <= ?
-- ? '/name'
-- ? 7.5

-- "properties" "lte" {"path": ["name"], "value": "30d"}
case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end <= ?
-- ? '/name'
-- ? '/name'
-- ? '30d'

-- "properties" "in" {"path": ["name"], "value": ["2026-01-05"]}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? '"2026-01-05"'

-- "properties" "in" {"path": ["name"], "value": ["text"]}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? '"text"'

-- "properties" "in" {"path": ["name"], "value": [5]}
(json_extract(properties, ?)::varchar = ? or try_cast(json_extract(properties, ?)::varchar as double) = ?)
-- ? '/name'
-- ? '"5"'
-- ? '/name'
-- ? 5.0

-- "properties" "in" {"path": ["name"], "value": [true]}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? 'true'

-- "properties" "in" {"path": ["name"], "value": []}
false

-- "properties" "in" {"path": ["name"], "value": [null, "text"]}
(json_extract(properties, ?)::varchar = ? or coalesce(json_extract(properties, ?)::varchar, 'null') = 'null')
-- ? '/name'
-- ? '"text"'
-- ? '/name'

-- "properties" "notIn" {"path": ["name"], "value": ["2026-01-05"]}
(json_extract(properties, ?)::varchar = ?) is not true
-- ? '/name'
-- ? '"2026-01-05"'

-- "properties" "notIn" {"path": ["name"], "value": ["text"]}
(json_extract(properties, ?)::varchar = ?) is not true
-- ? '/name'
-- ? '"text"'

-- "properties" "notIn" {"path": ["name"], "value": [5]}
((json_extract(properties, ?)::varchar = ? or try_cast(json_extract(properties, ?)::varchar as double) = ?)) is not true
-- ? '/name'
-- ? '"5"'
-- ? '/name'
-- ? 5.0

-- "properties" "notIn" {"path": ["name"], "value": [true]}
(json_extract(properties, ?)::varchar = ?) is not true
-- ? '/name'
-- ? 'true'

-- "properties" "notIn" {"path": ["name"], "value": []}
(false) is not true

-- "properties" "notIn" {"path": ["name"], "value": [null, "text"]}
((json_extract(properties, ?)::varchar = ? or coalesce(json_extract(properties, ?)::varchar, 'null') = 'null')) is not true
-- ? '/name'
-- ? '"text"'
-- ? '/name'

-- "properties" "arrayContains" {"path": ["name"], "value": "2026-01-05"}
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]))
-- ? '/name'
-- ? '/name'
-- ? ['"2026-01-05"']

-- "properties" "arrayContains" {"path": ["name"], "value": "text"}
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]))
-- ? '/name'
-- ? '/name'
-- ? ['"text"']

-- "properties" "arrayContains" {"path": ["name"], "value": 5}
(json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (coalesce(e1::varchar, 'null') = ? or try_cast(coalesce(e1::varchar, 'null') as double) = ?))) > 0)
-- ? '/name'
-- ? '/name'
-- ? '"5"'
-- ? 5.0

-- "properties" "arrayContains" {"path": ["name"], "value": true}
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]))
-- ? '/name'
-- ? '/name'
-- ? ['true']

-- "properties" "arrayContains" {"path": ["name"], "value": ["2026-01-05"]}
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]))
-- ? '/name'
-- ? '/name'
-- ? ['"2026-01-05"']

-- "properties" "arrayContains" {"path": ["name"], "value": ["text"]}
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]))
-- ? '/name'
-- ? '/name'
-- ? ['"text"']

-- "properties" "arrayContains" {"path": ["name"], "value": [5]}
(json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (coalesce(e1::varchar, 'null') = ? or try_cast(coalesce(e1::varchar, 'null') as double) = ?))) > 0)
-- ? '/name'
-- ? '/name'
-- ? '"5"'
-- ? 5.0

-- "properties" "arrayContains" {"path": ["name"], "value": [true]}
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]))
-- ? '/name'
-- ? '/name'
-- ? ['true']

-- "properties" "arrayContains" {"path": ["name"], "value": {"name": "text"}}
(json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: json_extract(coalesce(e1::varchar, 'null'), ?)::varchar = ?)) > 0)
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '"text"'

-- "properties" "arrayContains" {"path": ["name"], "value": null}
(json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? '/name'
-- ? '/name'
-- ? 'null'

-- "properties" "arrayContains" {"path": ["name"], "value": 7.5}
(json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (coalesce(e1::varchar, 'null') = ? or try_cast(coalesce(e1::varchar, 'null') as double) = ?))) > 0)
-- ? '/name'
-- ? '/name'
-- ? '"7.5"'
-- ? 7.5

-- "properties" "arrayContains" {"path": ["name"], "value": "30d"}
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]))
-- ? '/name'
-- ? '/name'
-- ? ['"30d"']

-- "properties" "arrayContains" {"path": ["name"], "value": []}
json_type(properties, ?) = 'ARRAY'
-- ? '/name'

-- "properties" "arrayContains" {"path": ["name"], "value": [null, "text"]}
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]) and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? '/name'
-- ? '/name'
-- ? ['"text"']
-- ? '/name'
-- ? 'null'

-- "properties" "arrayContains" {"path": ["name"], "value": {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}}
(json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (json_extract(coalesce(e1::varchar, 'null'), ?)::varchar = ? and json_extract(coalesce(e1::varchar, 'null'), ?)::varchar = ?))) > 0)
-- ? '/name'
-- ? '/name'
-- ? '/value'
-- ? '"2026-01-05T00:00:00Z"'
-- ? '/timeUnit'
-- ? '"day"'

-- "properties" "jsonContains" {"path": ["name"], "value": "2026-01-05"}
(json_extract(properties, ?)::varchar = ? or len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? '/name'
-- ? '"2026-01-05"'
-- ? '/name'
-- ? '"2026-01-05"'

-- "properties" "jsonContains" {"path": ["name"], "value": "text"}
(json_extract(properties, ?)::varchar = ? or len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? '/name'
-- ? '"text"'
-- ? '/name'
-- ? '"text"'

-- "properties" "jsonContains" {"path": ["name"], "value": 5}
(try_cast(json_extract(properties, ?)::varchar as double) = ? or len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: try_cast(coalesce(e1::varchar, 'null') as double) = ?)) > 0)
-- ? '/name'
-- ? 5.0
-- ? '/name'
-- ? 5.0

-- "properties" "jsonContains" {"path": ["name"], "value": true}
(json_extract(properties, ?)::varchar = ? or len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? '/name'
-- ? 'true'
-- ? '/name'
-- ? 'true'

-- "properties" "jsonContains" {"path": ["name"], "value": ["2026-01-05"]}
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]))
-- ? '/name'
-- ? '/name'
-- ? ['"2026-01-05"']

-- "properties" "jsonContains" {"path": ["name"], "value": ["text"]}
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]))
-- ? '/name'
-- ? '/name'
-- ? ['"text"']

-- "properties" "jsonContains" {"path": ["name"], "value": [5]}
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(try_cast(json_extract(properties, ?) as json[])::varchar[] as double[]), ?::double[]))
-- ? '/name'
-- ? '/name'
-- ? [5.0]

-- "properties" "jsonContains" {"path": ["name"], "value": [true]}
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]))
-- ? '/name'
-- ? '/name'
-- ? ['true']

-- "properties" "jsonContains" {"path": ["name"], "value": {"name": "text"}}
json_extract(properties, ?)::varchar = ?
-- ? '/name/name'
-- ? '"text"'

-- "properties" "jsonContains" {"path": ["name"], "value": null}
(json_extract(properties, ?)::varchar = ? or len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? '/name'
-- ? 'null'
-- ? '/name'
-- ? 'null'

-- "properties" "jsonContains" {"path": ["name"], "value": 7.5}
(try_cast(json_extract(properties, ?)::varchar as double) = ? or len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: try_cast(coalesce(e1::varchar, 'null') as double) = ?)) > 0)
-- ? '/name'
-- ? 7.5
-- ? '/name'
-- ? 7.5

-- "properties" "jsonContains" {"path": ["name"], "value": "30d"}
(json_extract(properties, ?)::varchar = ? or len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? '/name'
-- ? '"30d"'
-- ? '/name'
-- ? '"30d"'

-- "properties" "jsonContains" {"path": ["name"], "value": []}
json_type(properties, ?) = 'ARRAY'
-- ? '/name'

-- "properties" "jsonContains" {"path": ["name"], "value": [null, "text"]}
(json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]) and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0)
-- ? '/name'
-- ? '/name'
-- ? ['"text"']
-- ? '/name'
-- ? 'null'

-- "properties" "jsonContains" {"path": ["name"], "value": {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}}
(json_extract(properties, ?)::varchar = ? and json_extract(properties, ?)::varchar = ?)
-- ? '/name/value'
-- ? '"2026-01-05T00:00:00Z"'
-- ? '/name/timeUnit'
-- ? '"day"'

-- "properties" "jsonContainedBy" {"path": ["name"], "value": "2026-01-05"}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? '"2026-01-05"'

-- "properties" "jsonContainedBy" {"path": ["name"], "value": "text"}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? '"text"'

-- "properties" "jsonContainedBy" {"path": ["name"], "value": 5}
try_cast(json_extract(properties, ?)::varchar as double) = ?
-- ? '/name'
-- ? 5.0

-- "properties" "jsonContainedBy" {"path": ["name"], "value": true}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? 'true'

-- "properties" "jsonContainedBy" {"path": ["name"], "value": ["2026-01-05"]}
((json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (coalesce(e1::varchar, 'null') = ?) is not true)) = 0) or json_extract(properties, ?)::varchar = ?)
-- ? '/name'
-- ? '/name'
-- ? '"2026-01-05"'
-- ? '/name'
-- ? '"2026-01-05"'

-- "properties" "jsonContainedBy" {"path": ["name"], "value": ["text"]}
((json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (coalesce(e1::varchar, 'null') = ?) is not true)) = 0) or json_extract(properties, ?)::varchar = ?)
-- ? '/name'
-- ? '/name'
-- ? '"text"'
-- ? '/name'
-- ? '"text"'

-- "properties" "jsonContainedBy" {"path": ["name"], "value": [5]}
((json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (try_cast(coalesce(e1::varchar, 'null') as double) = ?) is not true)) = 0) or try_cast(json_extract(properties, ?)::varchar as double) = ?)
-- ? '/name'
-- ? '/name'
-- ? 5.0
-- ? '/name'
-- ? 5.0

-- "properties" "jsonContainedBy" {"path": ["name"], "value": [true]}
((json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (coalesce(e1::varchar, 'null') = ?) is not true)) = 0) or json_extract(properties, ?)::varchar = ?)
-- ? '/name'
-- ? '/name'
-- ? 'true'
-- ? '/name'
-- ? 'true'

-- "properties" "jsonContainedBy" {"path": ["name"], "value": {"name": "text"}}
(json_type(properties, ?) = 'OBJECT' and list_has_all(?::varchar[], json_keys(properties, ?)) and (json_extract(properties, ?)::varchar is null or json_extract(properties, ?)::varchar = ?))
-- ? '/name'
-- ? ['name']
-- ? '/name'
-- ? '/name/name'
-- ? '/name/name'
-- ? '"text"'

-- "properties" "jsonContainedBy" {"path": ["name"], "value": null}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? 'null'

-- "properties" "jsonContainedBy" {"path": ["name"], "value": 7.5}
try_cast(json_extract(properties, ?)::varchar as double) = ?
-- ? '/name'
-- ? 7.5

-- "properties" "jsonContainedBy" {"path": ["name"], "value": "30d"}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? '"30d"'

-- "properties" "jsonContainedBy" {"path": ["name"], "value": []}
((json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (false) is not true)) = 0) or false)
-- ? '/name'
-- ? '/name'

-- "properties" "jsonContainedBy" {"path": ["name"], "value": [null, "text"]}
((json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (list_contains(?::varchar[], coalesce(e1::varchar, 'null'))) is not true)) = 0) or json_extract(properties, ?)::varchar in (?, ?))
-- ? '/name'
-- ? '/name'
-- ? ['null', '"text"']
-- ? '/name'
-- ? 'null'
-- ? '"text"'

-- "properties" "jsonContainedBy" {"path": ["name"], "value": {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}}
(json_type(properties, ?) = 'OBJECT' and list_has_all(?::varchar[], json_keys(properties, ?)) and (json_extract(properties, ?)::varchar is null or json_extract(properties, ?)::varchar = ?) and (json_extract(properties, ?)::varchar is null or json_extract(properties, ?)::varchar = ?))
-- ? '/name'
-- ? ['value', 'timeUnit']
-- ? '/name'
-- ? '/name/value'
-- ? '/name/value'
-- ? '"2026-01-05T00:00:00Z"'
-- ? '/name/timeUnit'
-- ? '/name/timeUnit'
-- ? '"day"'

-- "properties" "jsonHasKey" {"path": ["name"], "value": "2026-01-05"}
(list_contains(json_keys(properties, ?), ?) or list_contains(try_cast(json_extract(properties, ?) as json[])::varchar[], ?) or json_extract(properties, ?)::varchar = ?)
-- ? '/name'
-- ? '2026-01-05'
-- ? '/name'
-- ? '"2026-01-05"'
-- ? '/name'
-- ? '"2026-01-05"'

-- "properties" "jsonHasKey" {"path": ["name"], "value": "text"}
(list_contains(json_keys(properties, ?), ?) or list_contains(try_cast(json_extract(properties, ?) as json[])::varchar[], ?) or json_extract(properties, ?)::varchar = ?)
-- ? '/name'
-- ? 'text'
-- ? '/name'
-- ? '"text"'
-- ? '/name'
-- ? '"text"'

-- "properties" "jsonHasKey" {"path": ["name"], "value": "30d"}
(list_contains(json_keys(properties, ?), ?) or list_contains(try_cast(json_extract(properties, ?) as json[])::varchar[], ?) or json_extract(properties, ?)::varchar = ?)
-- ? '/name'
-- ? '30d'
-- ? '/name'
-- ? '"30d"'
-- ? '/name'
-- ? '"30d"'

-- "properties" "jsonArrayContainsObject" {"path": ["name"], "value": {"name": "text"}}
len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: json_extract(coalesce(e1::varchar, 'null'), ?)::varchar = ?)) > 0
-- ? '/name'
-- ? '/name'
-- ? '"text"'

-- "properties" "jsonArrayContainsObject" {"path": ["name"], "value": {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}}
len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (json_extract(coalesce(e1::varchar, 'null'), ?)::varchar = ? and json_extract(coalesce(e1::varchar, 'null'), ?)::varchar = ?))) > 0
-- ? '/name'
-- ? '/value'
-- ? '"2026-01-05T00:00:00Z"'
-- ? '/timeUnit'
-- ? '"day"'

-- "properties" "jsonHasAnyKey" {"path": ["name"], "value": ["2026-01-05"]}
(list_contains(json_keys(properties, ?), ?) or list_contains(try_cast(json_extract(properties, ?) as json[])::varchar[], ?) or json_extract(properties, ?)::varchar = ?)
-- ? '/name'
-- ? '2026-01-05'
-- ? '/name'
-- ? '"2026-01-05"'
-- ? '/name'
-- ? '"2026-01-05"'

-- "properties" "jsonHasAnyKey" {"path": ["name"], "value": ["text"]}
(list_contains(json_keys(properties, ?), ?) or list_contains(try_cast(json_extract(properties, ?) as json[])::varchar[], ?) or json_extract(properties, ?)::varchar = ?)
-- ? '/name'
-- ? 'text'
-- ? '/name'
-- ? '"text"'
-- ? '/name'
-- ? '"text"'

-- "properties" "jsonHasAnyKey" {"path": ["name"], "value": []}
false

-- "properties" "jsonHasAllKeys" {"path": ["name"], "value": ["2026-01-05"]}
(json_extract(properties, ?)::varchar is not null and (list_contains(json_keys(properties, ?), ?) or list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]) or json_extract(properties, ?)::varchar = ?))
-- ? '/name'
-- ? '/name'
-- ? '2026-01-05'
-- ? '/name'
-- ? ['"2026-01-05"']
-- ? '/name'
-- ? '"2026-01-05"'

-- "properties" "jsonHasAllKeys" {"path": ["name"], "value": ["text"]}
(json_extract(properties, ?)::varchar is not null and (list_contains(json_keys(properties, ?), ?) or list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]) or json_extract(properties, ?)::varchar = ?))
-- ? '/name'
-- ? '/name'
-- ? 'text'
-- ? '/name'
-- ? ['"text"']
-- ? '/name'
-- ? '"text"'

-- "properties" "jsonHasAllKeys" {"path": ["name"], "value": []}
json_extract(properties, ?)::varchar is not null
-- ? '/name'

-- "properties" "isNull" {"path": ["name"], "value": "2026-01-05"}
coalesce(json_extract(properties, ?)::varchar, 'null') = 'null'
-- ? '/name'

-- "properties" "isNull" {"path": ["name"], "value": "text"}
coalesce(json_extract(properties, ?)::varchar, 'null') = 'null'
-- ? '/name'

-- "properties" "isNull" {"path": ["name"], "value": 5}
coalesce(json_extract(properties, ?)::varchar, 'null') = 'null'
-- ? '/name'

-- "properties" "isNull" {"path": ["name"], "value": true}
coalesce(json_extract(properties, ?)::varchar, 'null') = 'null'
-- ? '/name'

-- "properties" "isNull" {"path": ["name"], "value": ["2026-01-05"]}
coalesce(json_extract(properties, ?)::varchar, 'null') = 'null'
-- ? '/name'

-- "properties" "isNull" {"path": ["name"], "value": ["text"]}
coalesce(json_extract(properties, ?)::varchar, 'null') = 'null'
-- ? '/name'

-- "properties" "isNull" {"path": ["name"], "value": [5]}
coalesce(json_extract(properties, ?)::varchar, 'null') = 'null'
-- ? '/name'

-- "properties" "isNull" {"path": ["name"], "value": [true]}
coalesce(json_extract(properties, ?)::varchar, 'null') = 'null'
-- ? '/name'

-- "properties" "isNull" {"path": ["name"], "value": {"name": "text"}}
coalesce(json_extract(properties, ?)::varchar, 'null') = 'null'
-- ? '/name'

-- "properties" "isNull" {"path": ["name"], "value": null}
coalesce(json_extract(properties, ?)::varchar, 'null') = 'null'
-- ? '/name'

-- "properties" "isNull" {"path": ["name"], "value": 7.5}
coalesce(json_extract(properties, ?)::varchar, 'null') = 'null'
-- ? '/name'

-- "properties" "isNull" {"path": ["name"], "value": "30d"}
coalesce(json_extract(properties, ?)::varchar, 'null') = 'null'
-- ? '/name'

-- "properties" "isNull" {"path": ["name"], "value": []}
coalesce(json_extract(properties, ?)::varchar, 'null') = 'null'
-- ? '/name'

-- "properties" "isNull" {"path": ["name"], "value": [null, "text"]}
coalesce(json_extract(properties, ?)::varchar, 'null') = 'null'
-- ? '/name'

-- "properties" "isNull" {"path": ["name"], "value": {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}}
coalesce(json_extract(properties, ?)::varchar, 'null') = 'null'
-- ? '/name'

-- "properties" "isNotNull" {"path": ["name"], "value": "2026-01-05"}
(coalesce(json_extract(properties, ?)::varchar, 'null') = 'null') is not true
-- ? '/name'

-- "properties" "isNotNull" {"path": ["name"], "value": "text"}
(coalesce(json_extract(properties, ?)::varchar, 'null') = 'null') is not true
-- ? '/name'

-- "properties" "isNotNull" {"path": ["name"], "value": 5}
(coalesce(json_extract(properties, ?)::varchar, 'null') = 'null') is not true
-- ? '/name'

-- "properties" "isNotNull" {"path": ["name"], "value": true}
(coalesce(json_extract(properties, ?)::varchar, 'null') = 'null') is not true
-- ? '/name'

-- "properties" "isNotNull" {"path": ["name"], "value": ["2026-01-05"]}
(coalesce(json_extract(properties, ?)::varchar, 'null') = 'null') is not true
-- ? '/name'

-- "properties" "isNotNull" {"path": ["name"], "value": ["text"]}
(coalesce(json_extract(properties, ?)::varchar, 'null') = 'null') is not true
-- ? '/name'

-- "properties" "isNotNull" {"path": ["name"], "value": [5]}
(coalesce(json_extract(properties, ?)::varchar, 'null') = 'null') is not true
-- ? '/name'

-- "properties" "isNotNull" {"path": ["name"], "value": [true]}
(coalesce(json_extract(properties, ?)::varchar, 'null') = 'null') is not true
-- ? '/name'

-- "properties" "isNotNull" {"path": ["name"], "value": {"name": "text"}}
(coalesce(json_extract(properties, ?)::varchar, 'null') = 'null') is not true
-- ? '/name'

-- "properties" "isNotNull" {"path": ["name"], "value": null}
(coalesce(json_extract(properties, ?)::varchar, 'null') = 'null') is not true
-- ? '/name'

-- "properties" "isNotNull" {"path": ["name"], "value": 7.5}
(coalesce(json_extract(properties, ?)::varchar, 'null') = 'null') is not true
-- ? '/name'

-- "properties" "isNotNull" {"path": ["name"], "value": "30d"}
(coalesce(json_extract(properties, ?)::varchar, 'null') = 'null') is not true
-- ? '/name'

-- "properties" "isNotNull" {"path": ["name"], "value": []}
(coalesce(json_extract(properties, ?)::varchar, 'null') = 'null') is not true
-- ? '/name'

-- "properties" "isNotNull" {"path": ["name"], "value": [null, "text"]}
(coalesce(json_extract(properties, ?)::varchar, 'null') = 'null') is not true
-- ? '/name'

-- "properties" "isNotNull" {"path": ["name"], "value": {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}}
(coalesce(json_extract(properties, ?)::varchar, 'null') = 'null') is not true
-- ? '/name'

-- "properties" "contains" {"path": ["name"], "value": "2026-01-05"}
CASE WHEN strlen(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end) = length(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end) THEN contains(lower(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end), lower(?)) ELSE regexp_matches(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end, ?) END
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '2026-01-05'
-- ? '/name'
-- ? '/name'
-- ? '(?:[\\x{32}\\x{b2}\\x{662}\\x{6f2}\\x{7c2}\\x{968}\\x{9e8}\\x{a68}\\x{ae8}\\x{b68}\\x{be8}\\x{c68}\\x{ce8}\\x{d68}\\x{de8}\\x{e52}\\x{ed2}\\x{f22}\\x{1042}\\x{1092}\\x{17e2}\\x{1812}\\x{1948}\\x{19d2}\\x{1a82}\\x{1a92}\\x{1b52}\\x{1bb2}\\x{1c42}\\x{1c52}\\x{2082}\\x{2461}\\x{a8d2}\\x{a902}\\x{a9d2}\\x{a9f2}\\x{aa52}\\x{abf2}\\x{ff12}\\x{1d7d0}\\x{1d7da}\\x{1d7e4}\\x{1d7ee}\\x{1d7f8}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*[\\x{30}\\x{660}\\x{6f0}\\x{7c0}\\x{966}\\x{9e6}\\x{a66}\\x{ae6}\\x{b66}\\x{be6}\\x{c66}\\x{ce6}\\x{d66}\\x{de6}\\x{e50}\\x{ed0}\\x{f20}\\x{1040}\\x{1090}\\x{17e0}\\x{1810}\\x{1946}\\x{19d0}\\x{1a80}\\x{1a90}\\x{1b50}\\x{1bb0}\\x{1c40}\\x{1c50}\\x{2070}\\x{2080}\\x{24ea}\\x{a8d0}\\x{a900}\\x{a9d0}\\x{a9f0}\\x{aa50}\\x{abf0}\\x{ff10}\\x{1d7ce}\\x{1d7d8}\\x{1d7e2}\\x{1d7ec}\\x{1d7f6}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*|[\\x{2473}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{32}\\x{b2}\\x{662}\\x{6f2}\\x{7c2}\\x{968}\\x{9e8}\\x{a68}\\x{ae8}\\x{b68}\\x{be8}\\x{c68}\\x{ce8}\\x{d68}\\x{de8}\\x{e52}\\x{ed2}\\x{f22}\\x{1042}\\x{1092}\\x{17e2}\\x{1812}\\x{1948}\\x{19d2}\\x{1a82}\\x{1a92}\\x{1b52}\\x{1bb2}\\x{1c42}\\x{1c52}\\x{2082}\\x{2461}\\x{a8d2}\\x{a902}\\x{a9d2}\\x{a9f2}\\x{aa52}\\x{abf2}\\x{ff12}\\x{1d7d0}\\x{1d7da}\\x{1d7e4}\\x{1d7ee}\\x{1d7f8}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*[\\x{36}\\x{666}\\x{6f6}\\x{7c6}\\x{96c}\\x{9ec}\\x{a6c}\\x{aec}\\x{b6c}\\x{bec}\\x{c6c}\\x{cec}\\x{d6c}\\x{dec}\\x{e56}\\x{ed6}\\x{f26}\\x{1046}\\x{1096}\\x{17e6}\\x{1816}\\x{194c}\\x{19d6}\\x{1a86}\\x{1a96}\\x{1b56}\\x{1bb6}\\x{1c46}\\x{1c56}\\x{2076}\\x{2086}\\x{2465}\\x{a8d6}\\x{a906}\\x{a9d6}\\x{a9f6}\\x{aa56}\\x{abf6}\\x{ff16}\\x{1d7d4}\\x{1d7de}\\x{1d7e8}\\x{1d7f2}\\x{1d7fc}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*|[\\x{3256}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{2d}\\x{fe63}\\x{ff0d}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{30}\\x{660}\\x{6f0}\\x{7c0}\\x{966}\\x{9e6}\\x{a66}\\x{ae6}\\x{b66}\\x{be6}\\x{c66}\\x{ce6}\\x{d66}\\x{de6}\\x{e50}\\x{ed0}\\x{f20}\\x{1040}\\x{1090}\\x{17e0}\\x{1810}\\x{1946}\\x{19d0}\\x{1a80}\\x{1a90}\\x{1b50}\\x{1bb0}\\x{1c40}\\x{1c50}\\x{2070}\\x{2080}\\x{24ea}\\x{a8d0}\\x{a900}\\x{a9d0}\\x{a9f0}\\x{aa50}\\x{abf0}\\x{ff10}\\x{1d7ce}\\x{1d7d8}\\x{1d7e2}\\x{1d7ec}\\x{1d7f6}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{31}\\x{b9}\\x{661}\\x{6f1}\\x{7c1}\\x{967}\\x{9e7}\\x{a67}\\x{ae7}\\x{b67}\\x{be7}\\x{c67}\\x{ce7}\\x{d67}\\x{de7}\\x{e51}\\x{ed1}\\x{f21}\\x{1041}\\x{1091}\\x{17e1}\\x{1811}\\x{1947}\\x{19d1}\\x{1a81}\\x{1a91}\\x{1b51}\\x{1bb1}\\x{1c41}\\x{1c51}\\x{2081}\\x{2460}\\x{a8d1}\\x{a901}\\x{a9d1}\\x{a9f1}\\x{aa51}\\x{abf1}\\x{ff11}\\x{1d7cf}\\x{1d7d9}\\x{1d7e3}\\x{1d7ed}\\x{1d7f7}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{2d}\\x{fe63}\\x{ff0d}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{30}\\x{660}\\x{6f0}\\x{7c0}\\x{966}\\x{9e6}\\x{a66}\\x{ae6}\\x{b66}\\x{be6}\\x{c66}\\x{ce6}\\x{d66}\\x{de6}\\x{e50}\\x{ed0}\\x{f20}\\x{1040}\\x{1090}\\x{17e0}\\x{1810}\\x{1946}\\x{19d0}\\x{1a80}\\x{1a90}\\x{1b50}\\x{1bb0}\\x{1c40}\\x{1c50}\\x{2070}\\x{2080}\\x{24ea}\\x{a8d0}\\x{a900}\\x{a9d0}\\x{a9f0}\\x{aa50}\\x{abf0}\\x{ff10}\\x{1d7ce}\\x{1d7d8}\\x{1d7e2}\\x{1d7ec}\\x{1d7f6}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{35}\\x{665}\\x{6f5}\\x{7c5}\\x{96b}\\x{9eb}\\x{a6b}\\x{aeb}\\x{b6b}\\x{beb}\\x{c6b}\\x{ceb}\\x{d6b}\\x{deb}\\x{e55}\\x{ed5}\\x{f25}\\x{1045}\\x{1095}\\x{17e5}\\x{1815}\\x{194b}\\x{19d5}\\x{1a85}\\x{1a95}\\x{1b55}\\x{1bb5}\\x{1c45}\\x{1c55}\\x{2075}\\x{2085}\\x{2464}\\x{a8d5}\\x{a905}\\x{a9d5}\\x{a9f5}\\x{aa55}\\x{abf5}\\x{ff15}\\x{1d7d3}\\x{1d7dd}\\x{1d7e7}\\x{1d7f1}\\x{1d7fb}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*|[\\x{215a}\\x{215d}\\x{248c}\\x{32bf}\\x{32c4}\\x{335d}\\x{33e4}])'

-- "properties" "contains" {"path": ["name"], "value": "text"}
CASE WHEN strlen(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end) = length(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end) THEN contains(lower(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end), lower(?)) ELSE regexp_matches(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end, ?) END
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? 'text'
-- ? '/name'
-- ? '/name'
-- ? '(?:[\\x{54}\\x{74}\\x{162}\\x{163}\\x{164}\\x{165}\\x{166}\\x{167}\\x{1ab}\\x{1ac}\\x{1ad}\\x{1ae}\\x{21a}\\x{21b}\\x{236}\\x{23e}\\x{288}\\x{1d40}\\x{1d57}\\x{1d75}\\x{1db5}\\x{1e6a}\\x{1e6b}\\x{1e6c}\\x{1e6d}\\x{1e6e}\\x{1e6f}\\x{1e70}\\x{1e71}\\x{1e97}\\x{209c}\\x{24c9}\\x{24e3}\\x{2c66}\\x{ff34}\\x{ff54}\\x{1d413}\\x{1d42d}\\x{1d447}\\x{1d461}\\x{1d47b}\\x{1d495}\\x{1d4af}\\x{1d4c9}\\x{1d4e3}\\x{1d4fd}\\x{1d517}\\x{1d531}\\x{1d54b}\\x{1d565}\\x{1d57f}\\x{1d599}\\x{1d5b3}\\x{1d5cd}\\x{1d5e7}\\x{1d601}\\x{1d61b}\\x{1d635}\\x{1d64f}\\x{1d669}\\x{1d683}\\x{1d69d}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*|[\\x{33cf}\\x{fb05}\\x{fb06}])(?:[\\x{45}\\x{65}\\x{c8}\\x{c9}\\x{ca}\\x{cb}\\x{e8}\\x{e9}\\x{ea}\\x{eb}\\x{112}\\x{113}\\x{114}\\x{115}\\x{116}\\x{117}\\x{118}\\x{119}\\x{11a}\\x{11b}\\x{18f}\\x{190}\\x{204}\\x{205}\\x{206}\\x{207}\\x{228}\\x{229}\\x{246}\\x{247}\\x{259}\\x{25b}\\x{1d31}\\x{1d49}\\x{1d4a}\\x{1d4b}\\x{1d92}\\x{1e14}\\x{1e15}\\x{1e16}\\x{1e17}\\x{1e18}\\x{1e19}\\x{1e1a}\\x{1e1b}\\x{1e1c}\\x{1e1d}\\x{1eb8}\\x{1eb9}\\x{1eba}\\x{1ebb}\\x{1ebc}\\x{1ebd}\\x{1ebe}\\x{1ebf}\\x{1ec0}\\x{1ec1}\\x{1ec2}\\x{1ec3}\\x{1ec4}\\x{1ec5}\\x{1ec6}\\x{1ec7}\\x{2091}\\x{2094}\\x{2107}\\x{212f}\\x{2130}\\x{2147}\\x{24ba}\\x{24d4}\\x{2c78}\\x{ab34}\\x{ff25}\\x{ff45}\\x{1d404}\\x{1d41e}\\x{1d438}\\x{1d452}\\x{1d46c}\\x{1d486}\\x{1d4d4}\\x{1d4ee}\\x{1d508}\\x{1d522}\\x{1d53c}\\x{1d556}\\x{1d570}\\x{1d58a}\\x{1d5a4}\\x{1d5be}\\x{1d5d8}\\x{1d5f2}\\x{1d60c}\\x{1d626}\\x{1d640}\\x{1d65a}\\x{1d674}\\x{1d68e}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{58}\\x{78}\\x{2e3}\\x{1d8d}\\x{1e8a}\\x{1e8b}\\x{1e8c}\\x{1e8d}\\x{2093}\\x{2169}\\x{2179}\\x{24cd}\\x{24e7}\\x{ab56}\\x{ab57}\\x{ab58}\\x{ab59}\\x{ff38}\\x{ff58}\\x{1d417}\\x{1d431}\\x{1d44b}\\x{1d465}\\x{1d47f}\\x{1d499}\\x{1d4b3}\\x{1d4cd}\\x{1d4e7}\\x{1d501}\\x{1d51b}\\x{1d535}\\x{1d54f}\\x{1d569}\\x{1d583}\\x{1d59d}\\x{1d5b7}\\x{1d5d1}\\x{1d5eb}\\x{1d605}\\x{1d61f}\\x{1d639}\\x{1d653}\\x{1d66d}\\x{1d687}\\x{1d6a1}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{54}\\x{74}\\x{162}\\x{163}\\x{164}\\x{165}\\x{166}\\x{167}\\x{1ab}\\x{1ac}\\x{1ad}\\x{1ae}\\x{21a}\\x{21b}\\x{236}\\x{23e}\\x{288}\\x{1d40}\\x{1d57}\\x{1d75}\\x{1db5}\\x{1e6a}\\x{1e6b}\\x{1e6c}\\x{1e6d}\\x{1e6e}\\x{1e6f}\\x{1e70}\\x{1e71}\\x{1e97}\\x{209c}\\x{24c9}\\x{24e3}\\x{2c66}\\x{ff34}\\x{ff54}\\x{1d413}\\x{1d42d}\\x{1d447}\\x{1d461}\\x{1d47b}\\x{1d495}\\x{1d4af}\\x{1d4c9}\\x{1d4e3}\\x{1d4fd}\\x{1d517}\\x{1d531}\\x{1d54b}\\x{1d565}\\x{1d57f}\\x{1d599}\\x{1d5b3}\\x{1d5cd}\\x{1d5e7}\\x{1d601}\\x{1d61b}\\x{1d635}\\x{1d64f}\\x{1d669}\\x{1d683}\\x{1d69d}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*|[\\x{de}\\x{fe}\\x{1d7a}\\x{2121}\\x{3394}])'

-- "properties" "contains" {"path": ["name"], "value": "30d"}
CASE WHEN strlen(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end) = length(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end) THEN contains(lower(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end), lower(?)) ELSE regexp_matches(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end, ?) END
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '30d'
-- ? '/name'
-- ? '/name'
-- ? '(?:[\\x{33}\\x{b3}\\x{663}\\x{6f3}\\x{7c3}\\x{969}\\x{9e9}\\x{a69}\\x{ae9}\\x{b69}\\x{be9}\\x{c69}\\x{ce9}\\x{d69}\\x{de9}\\x{e53}\\x{ed3}\\x{f23}\\x{1043}\\x{1093}\\x{17e3}\\x{1813}\\x{1949}\\x{19d3}\\x{1a83}\\x{1a93}\\x{1b53}\\x{1bb3}\\x{1c43}\\x{1c53}\\x{2083}\\x{2462}\\x{a8d3}\\x{a903}\\x{a9d3}\\x{a9f3}\\x{aa53}\\x{abf3}\\x{ff13}\\x{1d7d1}\\x{1d7db}\\x{1d7e5}\\x{1d7ef}\\x{1d7f9}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*[\\x{30}\\x{660}\\x{6f0}\\x{7c0}\\x{966}\\x{9e6}\\x{a66}\\x{ae6}\\x{b66}\\x{be6}\\x{c66}\\x{ce6}\\x{d66}\\x{de6}\\x{e50}\\x{ed0}\\x{f20}\\x{1040}\\x{1090}\\x{17e0}\\x{1810}\\x{1946}\\x{19d0}\\x{1a80}\\x{1a90}\\x{1b50}\\x{1bb0}\\x{1c40}\\x{1c50}\\x{2070}\\x{2080}\\x{24ea}\\x{a8d0}\\x{a900}\\x{a9d0}\\x{a9f0}\\x{aa50}\\x{abf0}\\x{ff10}\\x{1d7ce}\\x{1d7d8}\\x{1d7e2}\\x{1d7ec}\\x{1d7f6}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*|[\\x{325a}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{44}\\x{64}\\x{d0}\\x{f0}\\x{10e}\\x{10f}\\x{110}\\x{111}\\x{189}\\x{18a}\\x{18b}\\x{18c}\\x{221}\\x{256}\\x{257}\\x{1d30}\\x{1d48}\\x{1d6d}\\x{1d81}\\x{1d91}\\x{1d9e}\\x{1e0a}\\x{1e0b}\\x{1e0c}\\x{1e0d}\\x{1e0e}\\x{1e0f}\\x{1e10}\\x{1e11}\\x{1e12}\\x{1e13}\\x{2145}\\x{2146}\\x{216e}\\x{217e}\\x{24b9}\\x{24d3}\\x{a7c7}\\x{a7c8}\\x{ff24}\\x{ff44}\\x{1d403}\\x{1d41d}\\x{1d437}\\x{1d451}\\x{1d46b}\\x{1d485}\\x{1d49f}\\x{1d4b9}\\x{1d4d3}\\x{1d4ed}\\x{1d507}\\x{1d521}\\x{1d53b}\\x{1d555}\\x{1d56f}\\x{1d589}\\x{1d5a3}\\x{1d5bd}\\x{1d5d7}\\x{1d5f1}\\x{1d60b}\\x{1d625}\\x{1d63f}\\x{1d659}\\x{1d673}\\x{1d68d}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*|[\\x{1c4}\\x{1c5}\\x{1c6}\\x{1f1}\\x{1f2}\\x{1f3}\\x{3372}\\x{3377}\\x{3378}\\x{3379}\\x{3397}\\x{33c8}])'

-- "properties" "startsWith" {"path": ["name"], "value": "2026-01-05"}
CASE WHEN strlen(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end) = length(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end) THEN starts_with(lower(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end), lower(?)) ELSE regexp_matches(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end, ?) END
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '2026-01-05'
-- ? '/name'
-- ? '/name'
-- ? '\\A[\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*(?:[\\x{32}\\x{b2}\\x{662}\\x{6f2}\\x{7c2}\\x{968}\\x{9e8}\\x{a68}\\x{ae8}\\x{b68}\\x{be8}\\x{c68}\\x{ce8}\\x{d68}\\x{de8}\\x{e52}\\x{ed2}\\x{f22}\\x{1042}\\x{1092}\\x{17e2}\\x{1812}\\x{1948}\\x{19d2}\\x{1a82}\\x{1a92}\\x{1b52}\\x{1bb2}\\x{1c42}\\x{1c52}\\x{2082}\\x{2461}\\x{a8d2}\\x{a902}\\x{a9d2}\\x{a9f2}\\x{aa52}\\x{abf2}\\x{ff12}\\x{1d7d0}\\x{1d7da}\\x{1d7e4}\\x{1d7ee}\\x{1d7f8}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*[\\x{30}\\x{660}\\x{6f0}\\x{7c0}\\x{966}\\x{9e6}\\x{a66}\\x{ae6}\\x{b66}\\x{be6}\\x{c66}\\x{ce6}\\x{d66}\\x{de6}\\x{e50}\\x{ed0}\\x{f20}\\x{1040}\\x{1090}\\x{17e0}\\x{1810}\\x{1946}\\x{19d0}\\x{1a80}\\x{1a90}\\x{1b50}\\x{1bb0}\\x{1c40}\\x{1c50}\\x{2070}\\x{2080}\\x{24ea}\\x{a8d0}\\x{a900}\\x{a9d0}\\x{a9f0}\\x{aa50}\\x{abf0}\\x{ff10}\\x{1d7ce}\\x{1d7d8}\\x{1d7e2}\\x{1d7ec}\\x{1d7f6}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*|[\\x{2473}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{32}\\x{b2}\\x{662}\\x{6f2}\\x{7c2}\\x{968}\\x{9e8}\\x{a68}\\x{ae8}\\x{b68}\\x{be8}\\x{c68}\\x{ce8}\\x{d68}\\x{de8}\\x{e52}\\x{ed2}\\x{f22}\\x{1042}\\x{1092}\\x{17e2}\\x{1812}\\x{1948}\\x{19d2}\\x{1a82}\\x{1a92}\\x{1b52}\\x{1bb2}\\x{1c42}\\x{1c52}\\x{2082}\\x{2461}\\x{a8d2}\\x{a902}\\x{a9d2}\\x{a9f2}\\x{aa52}\\x{abf2}\\x{ff12}\\x{1d7d0}\\x{1d7da}\\x{1d7e4}\\x{1d7ee}\\x{1d7f8}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*[\\x{36}\\x{666}\\x{6f6}\\x{7c6}\\x{96c}\\x{9ec}\\x{a6c}\\x{aec}\\x{b6c}\\x{bec}\\x{c6c}\\x{cec}\\x{d6c}\\x{dec}\\x{e56}\\x{ed6}\\x{f26}\\x{1046}\\x{1096}\\x{17e6}\\x{1816}\\x{194c}\\x{19d6}\\x{1a86}\\x{1a96}\\x{1b56}\\x{1bb6}\\x{1c46}\\x{1c56}\\x{2076}\\x{2086}\\x{2465}\\x{a8d6}\\x{a906}\\x{a9d6}\\x{a9f6}\\x{aa56}\\x{abf6}\\x{ff16}\\x{1d7d4}\\x{1d7de}\\x{1d7e8}\\x{1d7f2}\\x{1d7fc}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*|[\\x{3256}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{2d}\\x{fe63}\\x{ff0d}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{30}\\x{660}\\x{6f0}\\x{7c0}\\x{966}\\x{9e6}\\x{a66}\\x{ae6}\\x{b66}\\x{be6}\\x{c66}\\x{ce6}\\x{d66}\\x{de6}\\x{e50}\\x{ed0}\\x{f20}\\x{1040}\\x{1090}\\x{17e0}\\x{1810}\\x{1946}\\x{19d0}\\x{1a80}\\x{1a90}\\x{1b50}\\x{1bb0}\\x{1c40}\\x{1c50}\\x{2070}\\x{2080}\\x{24ea}\\x{a8d0}\\x{a900}\\x{a9d0}\\x{a9f0}\\x{aa50}\\x{abf0}\\x{ff10}\\x{1d7ce}\\x{1d7d8}\\x{1d7e2}\\x{1d7ec}\\x{1d7f6}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{31}\\x{b9}\\x{661}\\x{6f1}\\x{7c1}\\x{967}\\x{9e7}\\x{a67}\\x{ae7}\\x{b67}\\x{be7}\\x{c67}\\x{ce7}\\x{d67}\\x{de7}\\x{e51}\\x{ed1}\\x{f21}\\x{1041}\\x{1091}\\x{17e1}\\x{1811}\\x{1947}\\x{19d1}\\x{1a81}\\x{1a91}\\x{1b51}\\x{1bb1}\\x{1c41}\\x{1c51}\\x{2081}\\x{2460}\\x{a8d1}\\x{a901}\\x{a9d1}\\x{a9f1}\\x{aa51}\\x{abf1}\\x{ff11}\\x{1d7cf}\\x{1d7d9}\\x{1d7e3}\\x{1d7ed}\\x{1d7f7}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{2d}\\x{fe63}\\x{ff0d}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{30}\\x{660}\\x{6f0}\\x{7c0}\\x{966}\\x{9e6}\\x{a66}\\x{ae6}\\x{b66}\\x{be6}\\x{c66}\\x{ce6}\\x{d66}\\x{de6}\\x{e50}\\x{ed0}\\x{f20}\\x{1040}\\x{1090}\\x{17e0}\\x{1810}\\x{1946}\\x{19d0}\\x{1a80}\\x{1a90}\\x{1b50}\\x{1bb0}\\x{1c40}\\x{1c50}\\x{2070}\\x{2080}\\x{24ea}\\x{a8d0}\\x{a900}\\x{a9d0}\\x{a9f0}\\x{aa50}\\x{abf0}\\x{ff10}\\x{1d7ce}\\x{1d7d8}\\x{1d7e2}\\x{1d7ec}\\x{1d7f6}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{35}\\x{665}\\x{6f5}\\x{7c5}\\x{96b}\\x{9eb}\\x{a6b}\\x{aeb}\\x{b6b}\\x{beb}\\x{c6b}\\x{ceb}\\x{d6b}\\x{deb}\\x{e55}\\x{ed5}\\x{f25}\\x{1045}\\x{1095}\\x{17e5}\\x{1815}\\x{194b}\\x{19d5}\\x{1a85}\\x{1a95}\\x{1b55}\\x{1bb5}\\x{1c45}\\x{1c55}\\x{2075}\\x{2085}\\x{2464}\\x{a8d5}\\x{a905}\\x{a9d5}\\x{a9f5}\\x{aa55}\\x{abf5}\\x{ff15}\\x{1d7d3}\\x{1d7dd}\\x{1d7e7}\\x{1d7f1}\\x{1d7fb}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*|[\\x{215a}\\x{215d}\\x{248c}\\x{32bf}\\x{32c4}\\x{335d}\\x{33e4}])'

-- "properties" "startsWith" {"path": ["name"], "value": "text"}
CASE WHEN strlen(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end) = length(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end) THEN starts_with(lower(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end), lower(?)) ELSE regexp_matches(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end, ?) END
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? 'text'
-- ? '/name'
-- ? '/name'
-- ? '\\A[\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*(?:[\\x{54}\\x{74}\\x{162}\\x{163}\\x{164}\\x{165}\\x{166}\\x{167}\\x{1ab}\\x{1ac}\\x{1ad}\\x{1ae}\\x{21a}\\x{21b}\\x{236}\\x{23e}\\x{288}\\x{1d40}\\x{1d57}\\x{1d75}\\x{1db5}\\x{1e6a}\\x{1e6b}\\x{1e6c}\\x{1e6d}\\x{1e6e}\\x{1e6f}\\x{1e70}\\x{1e71}\\x{1e97}\\x{209c}\\x{24c9}\\x{24e3}\\x{2c66}\\x{ff34}\\x{ff54}\\x{1d413}\\x{1d42d}\\x{1d447}\\x{1d461}\\x{1d47b}\\x{1d495}\\x{1d4af}\\x{1d4c9}\\x{1d4e3}\\x{1d4fd}\\x{1d517}\\x{1d531}\\x{1d54b}\\x{1d565}\\x{1d57f}\\x{1d599}\\x{1d5b3}\\x{1d5cd}\\x{1d5e7}\\x{1d601}\\x{1d61b}\\x{1d635}\\x{1d64f}\\x{1d669}\\x{1d683}\\x{1d69d}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{45}\\x{65}\\x{c8}\\x{c9}\\x{ca}\\x{cb}\\x{e8}\\x{e9}\\x{ea}\\x{eb}\\x{112}\\x{113}\\x{114}\\x{115}\\x{116}\\x{117}\\x{118}\\x{119}\\x{11a}\\x{11b}\\x{18f}\\x{190}\\x{204}\\x{205}\\x{206}\\x{207}\\x{228}\\x{229}\\x{246}\\x{247}\\x{259}\\x{25b}\\x{1d31}\\x{1d49}\\x{1d4a}\\x{1d4b}\\x{1d92}\\x{1e14}\\x{1e15}\\x{1e16}\\x{1e17}\\x{1e18}\\x{1e19}\\x{1e1a}\\x{1e1b}\\x{1e1c}\\x{1e1d}\\x{1eb8}\\x{1eb9}\\x{1eba}\\x{1ebb}\\x{1ebc}\\x{1ebd}\\x{1ebe}\\x{1ebf}\\x{1ec0}\\x{1ec1}\\x{1ec2}\\x{1ec3}\\x{1ec4}\\x{1ec5}\\x{1ec6}\\x{1ec7}\\x{2091}\\x{2094}\\x{2107}\\x{212f}\\x{2130}\\x{2147}\\x{24ba}\\x{24d4}\\x{2c78}\\x{ab34}\\x{ff25}\\x{ff45}\\x{1d404}\\x{1d41e}\\x{1d438}\\x{1d452}\\x{1d46c}\\x{1d486}\\x{1d4d4}\\x{1d4ee}\\x{1d508}\\x{1d522}\\x{1d53c}\\x{1d556}\\x{1d570}\\x{1d58a}\\x{1d5a4}\\x{1d5be}\\x{1d5d8}\\x{1d5f2}\\x{1d60c}\\x{1d626}\\x{1d640}\\x{1d65a}\\x{1d674}\\x{1d68e}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{58}\\x{78}\\x{2e3}\\x{1d8d}\\x{1e8a}\\x{1e8b}\\x{1e8c}\\x{1e8d}\\x{2093}\\x{2169}\\x{2179}\\x{24cd}\\x{24e7}\\x{ab56}\\x{ab57}\\x{ab58}\\x{ab59}\\x{ff38}\\x{ff58}\\x{1d417}\\x{1d431}\\x{1d44b}\\x{1d465}\\x{1d47f}\\x{1d499}\\x{1d4b3}\\x{1d4cd}\\x{1d4e7}\\x{1d501}\\x{1d51b}\\x{1d535}\\x{1d54f}\\x{1d569}\\x{1d583}\\x{1d59d}\\x{1d5b7}\\x{1d5d1}\\x{1d5eb}\\x{1d605}\\x{1d61f}\\x{1d639}\\x{1d653}\\x{1d66d}\\x{1d687}\\x{1d6a1}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{54}\\x{74}\\x{162}\\x{163}\\x{164}\\x{165}\\x{166}\\x{167}\\x{1ab}\\x{1ac}\\x{1ad}\\x{1ae}\\x{21a}\\x{21b}\\x{236}\\x{23e}\\x{288}\\x{1d40}\\x{1d57}\\x{1d75}\\x{1db5}\\x{1e6a}\\x{1e6b}\\x{1e6c}\\x{1e6d}\\x{1e6e}\\x{1e6f}\\x{1e70}\\x{1e71}\\x{1e97}\\x{209c}\\x{24c9}\\x{24e3}\\x{2c66}\\x{ff34}\\x{ff54}\\x{1d413}\\x{1d42d}\\x{1d447}\\x{1d461}\\x{1d47b}\\x{1d495}\\x{1d4af}\\x{1d4c9}\\x{1d4e3}\\x{1d4fd}\\x{1d517}\\x{1d531}\\x{1d54b}\\x{1d565}\\x{1d57f}\\x{1d599}\\x{1d5b3}\\x{1d5cd}\\x{1d5e7}\\x{1d601}\\x{1d61b}\\x{1d635}\\x{1d64f}\\x{1d669}\\x{1d683}\\x{1d69d}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*|[\\x{de}\\x{fe}\\x{1d7a}\\x{2121}\\x{3394}])'

-- "properties" "startsWith" {"path": ["name"], "value": "30d"}
CASE WHEN strlen(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end) = length(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end) THEN starts_with(lower(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end), lower(?)) ELSE regexp_matches(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end, ?) END
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '/name'
-- ? '30d'
-- ? '/name'
-- ? '/name'
-- ? '\\A[\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*(?:[\\x{33}\\x{b3}\\x{663}\\x{6f3}\\x{7c3}\\x{969}\\x{9e9}\\x{a69}\\x{ae9}\\x{b69}\\x{be9}\\x{c69}\\x{ce9}\\x{d69}\\x{de9}\\x{e53}\\x{ed3}\\x{f23}\\x{1043}\\x{1093}\\x{17e3}\\x{1813}\\x{1949}\\x{19d3}\\x{1a83}\\x{1a93}\\x{1b53}\\x{1bb3}\\x{1c43}\\x{1c53}\\x{2083}\\x{2462}\\x{a8d3}\\x{a903}\\x{a9d3}\\x{a9f3}\\x{aa53}\\x{abf3}\\x{ff13}\\x{1d7d1}\\x{1d7db}\\x{1d7e5}\\x{1d7ef}\\x{1d7f9}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*[\\x{30}\\x{660}\\x{6f0}\\x{7c0}\\x{966}\\x{9e6}\\x{a66}\\x{ae6}\\x{b66}\\x{be6}\\x{c66}\\x{ce6}\\x{d66}\\x{de6}\\x{e50}\\x{ed0}\\x{f20}\\x{1040}\\x{1090}\\x{17e0}\\x{1810}\\x{1946}\\x{19d0}\\x{1a80}\\x{1a90}\\x{1b50}\\x{1bb0}\\x{1c40}\\x{1c50}\\x{2070}\\x{2080}\\x{24ea}\\x{a8d0}\\x{a900}\\x{a9d0}\\x{a9f0}\\x{aa50}\\x{abf0}\\x{ff10}\\x{1d7ce}\\x{1d7d8}\\x{1d7e2}\\x{1d7ec}\\x{1d7f6}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*|[\\x{325a}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*)(?:[\\x{44}\\x{64}\\x{d0}\\x{f0}\\x{10e}\\x{10f}\\x{110}\\x{111}\\x{189}\\x{18a}\\x{18b}\\x{18c}\\x{221}\\x{256}\\x{257}\\x{1d30}\\x{1d48}\\x{1d6d}\\x{1d81}\\x{1d91}\\x{1d9e}\\x{1e0a}\\x{1e0b}\\x{1e0c}\\x{1e0d}\\x{1e0e}\\x{1e0f}\\x{1e10}\\x{1e11}\\x{1e12}\\x{1e13}\\x{2145}\\x{2146}\\x{216e}\\x{217e}\\x{24b9}\\x{24d3}\\x{a7c7}\\x{a7c8}\\x{ff24}\\x{ff44}\\x{1d403}\\x{1d41d}\\x{1d437}\\x{1d451}\\x{1d46b}\\x{1d485}\\x{1d49f}\\x{1d4b9}\\x{1d4d3}\\x{1d4ed}\\x{1d507}\\x{1d521}\\x{1d53b}\\x{1d555}\\x{1d56f}\\x{1d589}\\x{1d5a3}\\x{1d5bd}\\x{1d5d7}\\x{1d5f1}\\x{1d60b}\\x{1d625}\\x{1d63f}\\x{1d659}\\x{1d673}\\x{1d68d}][\\x{ad}\\x{300}-\\x{36f}\\x{591}-\\x{5bd}\\x{5bf}-\\x{5c7}\\x{610}-\\x{61a}\\x{640}\\x{64b}-\\x{65f}\\x{670}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{fe00}-\\x{fe0f}\\x{feff}]*|[\\x{1c4}\\x{1c5}\\x{1c6}\\x{1f1}\\x{1f2}\\x{1f3}\\x{3372}\\x{3377}\\x{3378}\\x{3379}\\x{3397}\\x{33c8}])'

-- "properties" "is" {"path": ["name"], "value": "2026-01-05"}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? '"2026-01-05"'

-- "properties" "is" {"path": ["name"], "value": "text"}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? '"text"'

-- "properties" "is" {"path": ["name"], "value": 5}
try_cast(json_extract(properties, ?)::varchar as double) = ?
-- ? '/name'
-- ? 5.0

-- "properties" "is" {"path": ["name"], "value": true}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? 'true'

-- "properties" "is" {"path": ["name"], "value": ["2026-01-05"]}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? '["2026-01-05"]'

-- "properties" "is" {"path": ["name"], "value": ["text"]}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? '["text"]'

-- "properties" "is" {"path": ["name"], "value": [5]}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? '[5]'

-- "properties" "is" {"path": ["name"], "value": [true]}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? '[true]'

-- "properties" "is" {"path": ["name"], "value": {"name": "text"}}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? '{"name":"text"}'

-- "properties" "is" {"path": ["name"], "value": null}
coalesce(json_extract(properties, ?)::varchar, 'null') = 'null'
-- ? '/name'

-- "properties" "is" {"path": ["name"], "value": 7.5}
try_cast(json_extract(properties, ?)::varchar as double) = ?
-- ? '/name'
-- ? 7.5

-- "properties" "is" {"path": ["name"], "value": "30d"}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? '"30d"'

-- "properties" "is" {"path": ["name"], "value": []}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? '[]'

-- "properties" "is" {"path": ["name"], "value": [null, "text"]}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? '[null,"text"]'

-- "properties" "is" {"path": ["name"], "value": {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"}}
json_extract(properties, ?)::varchar = ?
-- ? '/name'
-- ? '{"value":"2026-01-05T00:00:00Z","timeUnit":"day"}'

