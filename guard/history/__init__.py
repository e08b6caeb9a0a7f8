"""What the ledger holds of a request or an application, and where that stands on a day."""
