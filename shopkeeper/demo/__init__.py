"""The demo shop “Linden Row”: goods, people and four months of orders. Nothing imports it but the command line."""
