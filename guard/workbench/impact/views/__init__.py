"""How an impact is shown; each file is a choice of ``--format``."""
