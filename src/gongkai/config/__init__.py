"""Settings, root addresses, the web server's front, the command line."""
