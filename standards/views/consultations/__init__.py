"""Pages of consultations: what the public reads and writes."""
