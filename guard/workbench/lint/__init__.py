"""Looking for mistakes in policies: those that guard refuses, and those that only mislead."""
