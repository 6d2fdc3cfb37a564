"""What the shop writes to people: mails made from events, kept in an outbox, sent once. What happened is the business
of the apps below; whom it concerns and in which words is decided here."""
