(lower("event.id") = $1 OR (lower("event.id") = $3 OR ("event.id" IS NULL AND "kushi.object" = $2 AND "kushi.offset" = 3)))
-- $1 = "vendor-1"
-- $2 = "0123456789abcdef01234567"
-- $3 = "0123456789abcdef01234567-3"
