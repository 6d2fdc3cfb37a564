"""Watches the shop, finds things in it and advises; built on commerce, never the other way round."""
