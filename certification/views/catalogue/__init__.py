"""Pages of the catalogue: for buyers, and for those whose offers it shows."""
