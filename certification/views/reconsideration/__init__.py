"""Pages of reconsideration: of the party, of the office and of the panel."""
