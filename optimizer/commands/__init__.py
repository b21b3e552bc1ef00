"""The command line, one file a family of commands: parse, call, print."""
