-- properties.product (json), sum_properties.minutes (number), min_properties.minutes (number), count_properties.minutes (integer), max_firstMessageTime (integer)
select k1, case when isfinite(sum(a1)) then sum(a1) end, min(a2), count(a3), epoch_ms(max(a4)::timestamp), count(*) over ()
from (
  select regexp_replace(nullif(json_extract(properties, ?)::varchar, 'null'), '^(?:-(0)|(-?[0-9]+))[.]0$', '\1\2') as k1, case when isfinite(try_cast(json_extract(properties, ?)::varchar as double)) then try_cast(json_extract(properties, ?)::varchar as double) end as a1, case when isfinite(try_cast(json_extract(properties, ?)::varchar as double)) then try_cast(json_extract(properties, ?)::varchar as double) end as a2, nullif(json_extract(properties, ?)::varchar, 'null') as a3, first_message_at as a4
  from conversations
  where project_id = ?
)
group by k1
order by coalesce(round(case when isfinite(sum(a1)) then sum(a1) end, 12 - ceil(log10(abs(nullif(case when isfinite(sum(a1)) then sum(a1) end, 0))))::integer), case when isfinite(sum(a1)) then sum(a1) end) desc nulls last, try_cast(k1 as double) asc nulls last, case when json_type(k1, ?) = 'DOUBLE' and suffix(json_extract_string(k1, ?), '.0') then replace(substring(json_extract_string(k1, ?), 1, length(json_extract_string(k1, ?)) - 2), '-0', '0') else json_extract_string(k1, ?) end asc nulls last, starts_with(k1, '"') asc nulls last
limit ?;
-- ? '/product'
-- ? '/minutes'
-- ? '/minutes'
-- ? '/minutes'
-- ? '/minutes'
-- ? '/minutes'
-- ? 'p1'
-- ? ''
-- ? ''
-- ? ''
-- ? ''
-- ? ''
-- ? 10000

-- total
-- total (integer)
select count(*)
from (
  select distinct regexp_replace(nullif(json_extract(properties, ?)::varchar, 'null'), '^(?:-(0)|(-?[0-9]+))[.]0$', '\1\2')
  from conversations
  where project_id = ?
);
-- ? '/product'
-- ? 'p1'
