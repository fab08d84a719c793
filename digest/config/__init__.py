"""The ground floor: config.yaml becomes a frozen Config, or a list of problems."""
