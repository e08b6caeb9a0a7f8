from guard.condition.problem import ConditionError, Problem, problem_at


def test_a_problem_knows_its_line_and_column() -> None:
    found = problem_at("ab\ncd", 4, "r", "m")
    assert (found.line, found.column) == (2, 2)


def test_each_problem_is_a_fault_with_a_place_and_a_remedy() -> None:
    error = ConditionError([Problem("wrong", "put it right", 2, 3, "holds(kind)")])
    [fault] = error.faults
    assert (fault.what, fault.remedy) == ("wrong", "put it right")
    assert (fault.place.line, fault.place.column, fault.place.path) == (2, 3, "holds(kind)")
