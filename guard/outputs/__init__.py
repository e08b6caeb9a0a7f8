"""How an audit is written: each file here is one choice of ``--output FORMAT=PATH``."""
