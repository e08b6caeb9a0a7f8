"""The page that an audit is shown on: one file that needs nothing else."""
