"""One file, one kind of list: ``readers/csv.py`` reads ``*.csv``.

Each has ``read(data, file)``: from the bytes of a file, and the name that faults give it, to its
rows; all of them, or a GuardError.
"""
