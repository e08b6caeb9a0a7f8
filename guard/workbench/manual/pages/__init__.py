"""The forms that pages about policies come in; each file is one ``--format``."""
