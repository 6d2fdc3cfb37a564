"""The command line. Stable: people script against it."""
