"""Those who answer to the ports of shipping."""
