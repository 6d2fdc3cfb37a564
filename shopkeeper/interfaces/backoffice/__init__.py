"""The office: where staff run the shop. A door over the same operations as every other; it holds no rules."""
