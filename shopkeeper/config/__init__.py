"""Names every app and picks every backend. The only package that may know all others."""
