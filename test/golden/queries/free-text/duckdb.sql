((contains(lower("event.original"), $1) OR contains("event.original", $2)) AND (contains(lower("event.original"), $3) OR contains("event.original", $4) OR contains("event.original", $5)))
-- certain:
(contains(lower("event.original"), $1) AND contains(lower("event.original"), $3))
-- $1 = "denied"
-- $2 = "\\u"
-- $3 = "\"quoted\""
-- $4 = "\\"
-- $5 = "\"\""
