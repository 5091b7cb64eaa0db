"""What programmes publish, live: the same pages as on any other host, for anybody."""
