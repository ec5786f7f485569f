-- count (integer)
select count(*)
from (
  select 1
  from conversations
  where project_id = ?
    and (json_extract(properties, ?)::varchar = ? and (json_type(properties, ?) = 'ARRAY' and list_has_all(try_cast(json_extract(properties, ?) as json[])::varchar[], ?::varchar[]) and list_has_all(try_cast(try_cast(json_extract(properties, ?) as json[])::varchar[] as double[]), ?::double[])))
    and (json_type(properties, ?) = 'OBJECT' and list_has_all(?::varchar[], json_keys(properties, ?)) and (json_extract(properties, ?)::varchar is null or try_cast(json_extract(properties, ?)::varchar as double) = ?) and (json_extract(properties, ?)::varchar is null or (json_type(properties, ?) = 'ARRAY' and len(list_filter(try_cast(json_extract(properties, ?) as json[]), lambda e1: (list_contains(?::varchar[], coalesce(e1::varchar, 'null'))) is not true)) = 0)))
    and list_has_all(user_properties_keys, ?::varchar[])
)
limit ?;
-- ? 'p1'
-- ? '/product/name'
-- ? '"x"'
-- ? '/tags'
-- ? '/tags'
-- ? ['"a"']
-- ? '/tags'
-- ? [1.0]
-- ? '/limits'
-- ? ['seats', 'regions']
-- ? '/limits'
-- ? '/limits/seats'
-- ? '/limits/seats'
-- ? 5.0
-- ? '/limits/regions'
-- ? '/limits/regions'
-- ? '/limits/regions'
-- ? ['"eu"', '"us"']
-- ? ['id', 'email']
-- ? 10000

-- total
-- total (integer)
select 1;
