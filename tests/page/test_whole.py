import base64
import hashlib

from guard.page.markup import Markup, tag
from guard.page.whole import whole
from tests.page.reading import read, texts


def policy(page: str) -> str:
    (found,) = (e.attributes["content"] for e in read(page) if "http-equiv" in e.attributes)
    return found or ""


def hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_only_the_style_and_script_given_may_run() -> None:
    style, script = Markup("p { margin: 0 }"), Markup("let a = 1;")
    page = whole("A <title>", style, tag("body", tag("script", script)), script)
    assert f"style-src {hashed(style)}; script-src {hashed(script)};" in policy(page)
    assert texts(page, "title") == ["A <title>"]


def test_without_a_script_none_may_run() -> None:
    page = whole("T", Markup("p {}"), tag("body", "text"))
    assert policy(page).startswith("default-src 'none';")
    assert "script-src" not in policy(page)
