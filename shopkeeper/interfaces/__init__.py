"""The doors: HTTP and command line in, HTML, JSON and text out. No rules live here."""
