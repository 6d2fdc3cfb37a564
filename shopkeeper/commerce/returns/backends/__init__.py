"""What other apps ask of this one through their ports."""
