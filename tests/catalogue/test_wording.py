from guard.catalogue.wording import LONGEST, beginnings, phrases, words


def test_words_lose_capitals_accents_and_marks_but_no_legal_form() -> None:
    assert words("Calaméo & Co's LTD") == ("calameo", "and", "cos", "ltd")


def test_only_so_much_of_a_text_is_looked_at() -> None:
    assert len(words("a " * LONGEST)) == LONGEST // 2


def test_beginnings_come_longest_first() -> None:
    assert list(beginnings(("a", "b", "c"), 2)) == ["a b", "a"]


def test_phrases_are_all_runs_of_words() -> None:
    assert list(phrases(("a", "b", "c"), 2)) == ["a b", "b c", "a", "b", "c"]
