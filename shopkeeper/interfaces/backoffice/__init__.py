"""The office: pages for staff. Every view names the right it needs; no rules live here."""
