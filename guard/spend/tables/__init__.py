"""One file, one form of list: ``tables/csv.py`` reads text, ``tables/xlsx.py`` a workbook.

Each has ``SUFFIXES``, the endings of names it answers to; ``recognises(head)``, whether the first
bytes of a file can be nothing else; and ``tables(source, options)``, the tables in a source (the
sheets of a workbook, otherwise one), or a GuardError. Adding a form takes one file.
"""
