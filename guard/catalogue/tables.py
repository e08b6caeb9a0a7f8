"""The shape of policies/catalogue/recognition/*.toml: intermediaries, and grounds for software."""

from pydantic import Field

from guard.request.fact import Facts, Vocabulary
from guard.request.forms import Date


class Sells(Vocabulary):
    """What goes through an intermediary."""

    SOFTWARE = "software"
    GOODS = "goods"
    ANYTHING = "anything"


class Intermediary(Facts):
    """A payment company that puts its own name before the merchant's."""

    name: str = Field(description="Its name.")
    prefixes: list[str] = Field(description='Beginnings of descriptors; "*" with or without blanks')
    bare: list[str] = Field([], description="First words that need no asterisk.")
    alone: list[str] = Field([], description="Whole descriptors that name it and nobody else.")
    sells: Sells = Field(description="What goes through it.")


class IntermediaryTable(Facts):
    """All intermediaries, dated and sourced."""

    title: str = Field(description="What the file is about.")
    on: Date = Field(description="The day on which it was written or last looked through.")
    source: str = Field(description="Where its facts come from.")
    intermediary: list[Intermediary] = Field(description="The intermediaries.")


class Categories(Facts):
    """Merchant categories: their four digits, and the names that card statements give them."""

    codes: list[str] = Field(description="Merchant category codes (ISO 18245).")
    names: list[str] = Field([], description="Their names; a name may be cut at its end.")


class GroundTable(Facts):
    """What counts as a ground for software, how strongly; and what speaks against it."""

    title: str = Field(description="What the file is about.")
    on: Date = Field(description="The day on which it was written or last looked through.")
    source: str = Field(description="Where its facts come from.")
    strong_accounts: list[str] = Field(description="Accounts to which only software is charged.")
    strong_accounts_unlike: list[str] = Field(
        description="Words by which an account of that name is for something else."
    )
    strong_cpv: list[str] = Field(description="First digits of CPV codes of software.")
    medium_categories: Categories = Field(description="Merchants who mostly sell software.")
    medium_endings: list[str] = Field(description="Ends of domains that mostly software has.")
    weak_categories: Categories = Field(description="Merchants who often sell software.")
    weak_words: list[str] = Field(description="Words of names and descriptions.")
    weak_word_endings: list[str] = Field(description="Ends of longer words in them.")
    weak_accounts: list[str] = Field(description="Words of accounts.")
    against_words: list[str] = Field(description="Words that tell of other things than software.")
    against_categories: Categories = Field(description="Trades that sell no software.")
