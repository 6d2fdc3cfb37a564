"""A shop filled from the service data set, its customers' requests carried out by the shop's own operations, and the
records that come of them."""
