"""Every change of state in the domain is a function in this package, one file an aggregate."""
