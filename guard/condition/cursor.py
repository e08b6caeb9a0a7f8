"""Moving over the tokens of a condition, and saying what is wrong with them."""

from guard.condition.lexer import Token, tokens
from guard.condition.limits import NESTING, PROBLEMS
from guard.condition.problem import ConditionError, Problem, problem_at
from guard.condition.tree import Span

SHALLOWER = "split it with [define], or write fewer brackets"


class Cursor:
    """One pass over the tokens; ``problems`` gathers what is refused and can be read past."""

    def __init__(self, source: str) -> None:
        """Stand before the first token of ``source``."""
        self.source = source
        self.problems: list[Problem] = []
        self._tokens = tokens(source)
        self._next = 0
        self._depth = 0

    def peek(self) -> Token:
        """Give the next token and leave it there."""
        return self._tokens[self._next]

    def take(self) -> Token:
        """Give the next token and move past it, though never past the end."""
        token = self._tokens[self._next]
        if token.kind != "end":
            self._next += 1
        return token

    def accept(self, sign: str) -> bool:
        """Move past the next token if it is ``sign``."""
        # A quoted text keeps its quotes, so it is never taken for a sign.
        if self._tokens[self._next].text == sign:
            self._next += 1
            return True
        return False

    def expect(self, sign: str) -> None:
        """Move past ``sign``, which has to come next."""
        if not self.accept(sign):
            raise self.unexpected(f"{sign} is missing", f"write {sign} here")

    def since(self, start: int) -> Span:
        """Give the span from ``start`` to the end of the token before the next one."""
        return (start, self._tokens[self._next - 1].end)

    def deeper(self) -> None:
        """Note one more level of nesting; :meth:`back` ends it."""
        self._depth += 1
        if self._depth > NESTING:
            reason = f"the condition is nested deeper than {NESTING} levels"
            raise self.fatal(self.peek().start, (reason, SHALLOWER))

    def back(self) -> None:
        """End one level of nesting."""
        self._depth -= 1

    def refuse(self, offset: int, what: str, why: tuple[str, str]) -> None:
        """Note a problem that can be read past: ``what`` is refused, with a reason and a remedy."""
        reason = f"{what}: {why[0]}" if what else why[0]
        self.problems.append(problem_at(self.source, offset, reason, why[1]))
        if len(self.problems) >= PROBLEMS:
            raise ConditionError(self.problems)

    def unexpected(self, reason: str, remedy: str) -> ConditionError:
        """Make the error that the next token is not what it has to be."""
        token = self.peek()
        found = f"before {token.text[:40]}" if token.kind != "end" else "at the end"
        return self.fatal(token.start, (f"{reason} {found}", remedy))

    def fatal(self, offset: int, why: tuple[str, str]) -> ConditionError:
        """Make the error that nothing after ``offset`` can be read, with all problems so far."""
        return ConditionError([*self.problems, problem_at(self.source, offset, *why)])
