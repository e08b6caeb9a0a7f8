"""What can be asked of guard: each file here is one command."""
