"""What one version of a standard changes in another one, criterion by criterion."""
