"""How dates are written, one module a language."""
