-- count (integer)
select count(*)
from (
  select 1
  from conversations
  where project_id = ?
    and (json_extract(properties, ?)::varchar = ? and (json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]) and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: try_cast(coalesce(e1::varchar, 'null') as double) = ?)) > 0))
    and (json_type(properties, ?) = 'OBJECT' and list_has_all(?::varchar[], json_keys(properties, ?)) and (json_extract(properties, ?)::varchar is null or try_cast(json_extract(properties, ?)::varchar as double) = ?) and (json_extract(properties, ?)::varchar is null or (json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (coalesce(e1::varchar, 'null') in (?, ?)) is not true)) = 0)))
    and (user_properties is not null and (list_contains(json_keys(user_properties, ?), ?) or len(list_filter(try_cast(json_extract(user_properties, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0 or user_properties = ?) and (list_contains(json_keys(user_properties, ?), ?) or len(list_filter(try_cast(json_extract(user_properties, ?) as json[]), lambda e1: coalesce(e1::varchar, 'null') = ?)) > 0 or user_properties = ?))
)
limit ?;
-- ? 'p1'
-- ? '/product/name'
-- ? '"x"'
-- ? '/tags'
-- ? '/tags'
-- ? ['"a"']
-- ? '/tags'
-- ? 1.0
-- ? '/limits'
-- ? ['seats', 'regions']
-- ? '/limits'
-- ? '/limits/seats'
-- ? '/limits/seats'
-- ? 5.0
-- ? '/limits/regions'
-- ? '/limits/regions'
-- ? '/limits/regions'
-- ? '"eu"'
-- ? '"us"'
-- ? ''
-- ? 'id'
-- ? ''
-- ? '"id"'
-- ? '"id"'
-- ? ''
-- ? 'email'
-- ? ''
-- ? '"email"'
-- ? '"email"'
-- ? 10000

-- total
-- total (integer)
select 1;
