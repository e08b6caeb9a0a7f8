import pytest

from guard.policy.sources import SourcesSection
from tests.making import settings, told


def sources(text: str) -> str:
    return f"[sources]\n{text}\n"


def test_without_a_word_nothing_is_fetched_from_anywhere() -> None:
    rules = settings().text.sources
    assert (rules.hosts, rules.private_addresses, rules.most_redirects) == ([], [], 3)


@pytest.mark.parametrize(
    "text",
    [
        'hosts = ["policies.example.org", "other.example:8443"]',
        'private_addresses = ["10.20.0.0/16", "fd00::/8", "192.168.1.5"]',
        "most_bytes = 1_000\nmost_seconds = 600\nmost_redirects = 0\nrequire_signature = true",
    ],
)
def test_what_can_be_chosen(text: str) -> None:
    assert settings(sources(text)).text.sources != SourcesSection()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('hosts = ["https://policies.example.org"]', 'such as "policies.example.org"'),
        ('hosts = ["*.example.org"]', 'such as "policies.example.org"'),
        ('private_addresses = ["10.0.0.0/33"]', 'such as "10.20.0.0/16"'),
        ('private_addresses = ["10.20.1.1/16"]', 'such as "10.20.0.0/16"'),
        ("most_seconds = 0", "most_seconds"),
        ("most_bytes = 1_000_000_000", "most_bytes"),
        ("require_signatures = true", 'Did you mean "require_signature"?'),
    ],
)
def test_what_cannot_be_meant_is_told(text: str, word: str) -> None:
    assert word in told(lambda: settings(sources(text)))
