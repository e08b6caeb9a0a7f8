"""guard keeps shadow IT out of public bodies: check a purchase, find bypass, seal an approval."""

__version__ = "0.1.0"
