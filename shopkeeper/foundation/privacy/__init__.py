"""A person's own data: handing it out, and forgetting it.

Every app that keeps something about people says what it holds and how it is forgotten (``ports.Holding``); this app
asks them in turn. It knows no app's tables.
"""
