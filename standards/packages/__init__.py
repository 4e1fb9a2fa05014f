"""Standard packages: one YAML file holds a scheme, a version of its standard and its calls."""
