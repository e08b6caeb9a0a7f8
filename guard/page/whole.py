"""One HTML document that fetches nothing: what may run is named by its hash."""

import base64
import hashlib

from guard.page.markup import Markup, tag


def whole(title: str, style: Markup, body: Markup, script: Markup | None = None) -> str:
    """The document: ``body`` is the element of that name, with its script in it, if it has one."""
    # Nothing may run or be fetched but the style and the script that stand in the page itself.
    runs = f"script-src {_hash(script)}; require-trusted-types-for 'script'; trusted-types 'none'"
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src {_hash(style)}{'; ' + runs if script else ''}"
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", style),
    )
    return f"<!doctype html>\n{tag('html', head, body, lang='en-GB')}\n"


def _hash(text: str | None) -> str:
    digest = hashlib.sha256((text or "").encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
