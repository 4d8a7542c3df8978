(starts_with("source.ip", $1) OR CASE WHEN starts_with("source.ip", $2) THEN TRY_CAST(split_part("source.ip", '.', 2) AS INTEGER) BETWEEN 0 AND 127 ELSE FALSE END OR CASE WHEN contains("source.ip", ':') THEN kushi_ip("source.ip") BETWEEN '20010db8000000000000000000000000' AND '20010db8ffffffffffffffffffffffff' ELSE FALSE END OR len(list_filter("related.ip", lambda x: CASE WHEN starts_with(x, $3) THEN TRY_CAST(split_part(x, '.', 4) AS INTEGER) BETWEEN 0 AND 3 ELSE FALSE END)) > 0)
-- $1 = "192.0.2."
-- $2 = "192."
-- $3 = "198.51.100."
