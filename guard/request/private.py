"""Which facts are private: people's names and prices. A record holds them behind commitments."""

PERSONAL = (
    "requester.name",
    "requester.email",
    "requester.budget_holder",
    "data.dpia.approved_by",
    "it_management.service_owner",
    "it_management.information_asset_owner",
    "supplier.security_contact",
    "evidence.*.verified_by",
)
"""Paths of facts that name a person; ``*`` is every item of a list."""

COMMERCIAL = (
    "contract.value.amount",
    "contract.estimated_total_value.amount",
    "contract.aggregate_24_months.amount",
    "interoperability.export.cost.amount",
)
"""Paths of facts that tell a price."""

PRIVATE = (*PERSONAL, *COMMERCIAL)
"""All of them."""
