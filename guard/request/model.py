"""A request: everything that is known of one proposed purchase."""

from guard.request.accessibility import Accessibility
from guard.request.ai import Ai
from guard.request.application import Application
from guard.request.contract import Contract
from guard.request.data import Data
from guard.request.evidence import Evidence
from guard.request.fact import Answerer, Facts, fact
from guard.request.hosting import Hosting
from guard.request.identity import Identity
from guard.request.integrations import Integration
from guard.request.interoperability import Interoperability
from guard.request.it_management import ItManagement
from guard.request.local import LocalFacts
from guard.request.logs import Logging
from guard.request.proposal import Proposal
from guard.request.requester import Requester
from guard.request.spend import Spend
from guard.request.subprocessors import Subprocessor
from guard.request.supplier import Supplier
from guard.request.vulnerability import Vulnerability


class Request(Facts):
    """A proposal to acquire an application, or to go on using it.

    There is no group for approvals: those are sealed in the ledger and read from there.
    """

    request: Proposal | None = fact("What is proposed?", Answerer.REQUESTER)
    requester: Requester | None = fact("Who asks?", Answerer.REQUESTER)
    application: Application | None = fact("Which application is it?", Answerer.REQUESTER)
    supplier: Supplier | None = fact("Who provides it?", Answerer.REQUESTER)
    contract: Contract | None = fact("How is it bought?", Answerer.REQUESTER)
    data: Data | None = fact("What information will it hold?", Answerer.REQUESTER)
    hosting: Hosting | None = fact("Where does it run?", Answerer.SUPPLIER)
    identity: Identity | None = fact("How do people sign in?", Answerer.IT)
    logging: Logging | None = fact("What is logged?", Answerer.SUPPLIER)
    evidence: list[Evidence] | None = fact(
        "Which certificates and reports are there?", Answerer.SUPPLIER
    )
    interoperability: Interoperability | None = fact(
        "Which open standards does it follow, and how do you leave it?", Answerer.SUPPLIER
    )
    accessibility: Accessibility | None = fact("Can everyone use it?", Answerer.SUPPLIER)
    ai: Ai | None = fact("What does AI do in it?", Answerer.SUPPLIER)
    integrations: list[Integration] | None = fact(
        "Which other systems does it connect to?", Answerer.IT
    )
    it_management: ItManagement | None = fact("What does IT know of it?", Answerer.IT)
    subprocessors: list[Subprocessor] | None = fact(
        "Who else handles your information for the supplier?", Answerer.SUPPLIER
    )
    vulnerability: Vulnerability | None = fact(
        "How are its flaws found and fixed?", Answerer.SUPPLIER
    )
    spend: Spend | None = fact("What do lists of payments show of it?", Answerer.IT)
    local: LocalFacts | None = fact(
        "What do your organisation's own policies ask?", Answerer.REQUESTER
    )
