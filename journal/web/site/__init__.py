"""The ground every page stands on: the request, its log line, headers, cookies, words."""
