"""Money coming in: payments through a port, each step recorded before and after the provider is asked."""
