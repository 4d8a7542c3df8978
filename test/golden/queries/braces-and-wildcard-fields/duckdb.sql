(("source.ip" IS NOT NULL AND ("source.port" = 443) IS NOT TRUE) OR len(list_filter("user.roles", lambda x: lower(x) = $1)) > 0)
-- $1 = "dev"
