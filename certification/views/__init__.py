"""The pages of the package, one file for each kind of people."""
