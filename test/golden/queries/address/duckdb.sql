("source.ip" = $1 OR CASE WHEN contains("source.ip", ':') THEN kushi_ip("source.ip") = '20010db8000000000000000000000001' ELSE FALSE END)
-- $1 = "192.0.2.7"
