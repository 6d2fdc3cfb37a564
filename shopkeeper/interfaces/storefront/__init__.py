"""The shop front: pages for shoppers. Views load, check, make one domain call and print; no rules live here."""
