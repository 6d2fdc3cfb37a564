"""Who may sign in: people and their proof of identity. What a customer is to the shop lives in commerce.customers."""
