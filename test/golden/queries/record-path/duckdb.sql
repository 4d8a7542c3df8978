TRUE
-- certain:
FALSE
-- $1 = "dev"
-- $2 = "\\u"
