"""How each SQL engine writes what conditions need: one file is one engine."""
