"""How fast the shop is, one command for each promise; figures beside a floor measured in the same run."""
