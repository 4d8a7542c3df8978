("source.port" >= 443 AND "source.port" <= 9007199254740993)
