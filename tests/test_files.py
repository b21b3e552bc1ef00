"""A plan's files have the same bytes for the same plan, and are read back strictly."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from fractions import Fraction
from io import StringIO

import handmade
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.errors import AuditError
from optimizer.plan.files import FORMULA, contents, document, payments_csv, plan_yaml, scalar
from optimizer.plan.shapes import GoalValue, Payment, Plan
from optimizer.plan.written import flat, read_payments, read_plan
from optimizer.units import Code, Month, Persons, Rupiah

HEADER = "region,group,fund,month,persons,rupiah"
ROW = "52.04,rentan,murni-2026,2026-01,10,168000"

WORDS = st.text(
    st.characters(exclude_categories=["Cs"])
    | st.sampled_from("=+-@'\"{}[],:#&*!|>%`\t\r\n \u2028\u202e\x85"),
    max_size=20,
)


def payment(group: str = "rentan", fund: str = "murni-2026") -> Payment:
    return Payment(Code("52.04"), group, fund, Month(2026, 1), Persons(10), Rupiah(168_000))


def test_payments_are_a_row_a_cell_in_order() -> None:
    later = replace(payment(), month=Month(2026, 2))

    assert payments_csv([later, payment()]) == f"{HEADER}\n{ROW}\n{ROW.replace('-01,', '-02,')}\n"


@given(st.lists(st.builds(payment, WORDS, WORDS), max_size=5, unique=True))
def test_payments_are_read_back_as_they_were(payments: list[Payment]) -> None:
    assert list(read_payments(payments_csv(payments), "payments.csv")) == sorted(payments)


@given(WORDS)
def test_no_spreadsheet_takes_a_name_for_a_formula(name: str) -> None:
    """A leading apostrophe may be one the program added; nothing else that is dangerous stands first."""
    _, row = csv.reader(StringIO(payments_csv([payment(group=name)]), newline=""))

    assert not row[1] or row[1][0] not in FORMULA.replace("'", "")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("52.04,rentan,murni-2026,2026-01,10", "payments.columns"),
        ("52.04,rentan,murni-2026,2026-01,10,168000,", "payments.columns"),
        ("52.04,rentan,murni-2026,2026-01,10.5,168000", "payments.not_whole"),
        ("52.04,rentan,murni-2026,2026-01,-10,168000", "payments.not_whole"),
        ("52.04,rentan,murni-2026,2026-01,1e3,168000", "payments.not_whole"),
        ("52.04,rentan,murni-2026,2026-01,10," + "9" * 5000, "payments.not_whole"),
        ("52.04,rentan,murni-2026,2026-13,10,168000", "month.none_such"),
        ("5204,rentan,murni-2026,2026-01,10,168000", "code.bps"),
        ("", "payments.columns"),
        ('52.04,"rentan', "payments.unreadable"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(row: str, code: str) -> None:
    with pytest.raises(AuditError) as refused:
        read_payments(f"{HEADER}\n{ROW}\n{row}\n", "payments.csv")

    (finding,) = refused.value.findings
    assert finding.code == code
    assert finding.place is not None
    assert (finding.place.file, finding.place.line) == ("payments.csv", 3)


def test_all_bad_rows_are_told_at_once() -> None:
    with pytest.raises(AuditError) as refused:
        read_payments(f"{HEADER}\nx\n{ROW}\ny,z\n", "payments.csv")

    assert [finding.place.line for finding in refused.value.findings if finding.place] == [2, 4]


@pytest.mark.parametrize("text", ["", "region,group,fund,month,persons\n", ROW])
def test_payments_without_their_header_are_refused(text: str) -> None:
    with pytest.raises(AuditError, match=r"payments\.header"):
        read_payments(text, "payments.csv")


WRITTEN = payments_csv(handmade.plan().payments)


@pytest.mark.parametrize(
    "again",
    [
        "\ufeff" + WRITTEN,
        WRITTEN.replace(",", ";"),
        "\ufeff" + WRITTEN.replace(",", ";").replace("\n", "\r\n"),
        WRITTEN.replace(",", "\t"),
        WRITTEN.replace(
            "region,group,fund,month,persons,rupiah", '"region","group","fund","month","persons","rupiah",;'
        ),
        re.sub(r"2025-(\d\d)|2026-(\d\d)", "Okt-25", WRITTEN),
    ],
    ids=["BOM", "semicolons", "Excel", "tabs", "quotes", "dates"],
)
def test_a_file_that_another_program_saved_again_is_known(again: str) -> None:
    """Excel in Indonesia writes semicolons, a byte order mark and other line ends; verify stays strict."""
    with pytest.raises(AuditError) as error:
        read_payments(again, "payments.csv")

    assert error.value.findings[0].code == "payments.saved_again"


def test_another_file_is_not_said_to_be_saved_again() -> None:
    with pytest.raises(AuditError, match=r"^payments\.header$"):
        read_payments("kode;nama\n52.04;Sumbawa\n", "payments.csv")


def test_one_spoiled_row_is_not_said_to_be_saved_again() -> None:
    lines = WRITTEN.splitlines(keepends=True)

    with pytest.raises(AuditError, match=r"^payments\.not_whole$"):
        read_payments("".join([*lines[:-1], lines[-1].replace("\n", "x\n")]), "payments.csv")


def test_the_same_plan_has_the_same_bytes() -> None:
    assert plan_yaml(handmade.plan()) == plan_yaml(handmade.plan())


def test_any_yaml_reader_sees_the_values() -> None:
    """Codes and months stay text, counts are whole numbers, shares decimals."""
    tree = yaml.safe_load(plan_yaml(handmade.plan()))

    assert tree["schema"] == "plan/1"
    assert tree["totals"]["rupiah"] == 5_448_240_000
    assert tree["regions"][0]["code"] == "52.04"
    assert tree["lists"][0]["from"] == "2025-10"
    assert tree["goals"][2]["bound"] == 24_600.5
    assert tree["targets"][1]["met"] is True


def test_no_line_of_a_table_is_broken() -> None:
    lines = plan_yaml(handmade.plan()).splitlines()

    assert sum(line.startswith("  - {region:") for line in lines) == 8 + 1


@settings(deadline=None)  # a busy machine stops for longer than the usual fifth of a second
@given(WORDS)
def test_a_hostile_name_is_read_back_as_it_was(name: str) -> None:
    plan = handmade.plan(title=name)
    plan = replace(plan, regions=(replace(plan.regions[0], name=name), *plan.regions[1:]))

    assert figures(plan_yaml(plan)) == written(plan)


def figures(text: str) -> dict[str, str]:
    return {path: value.text for path, value in flat(read_plan(text, "plan.yaml").tree)}


def written(plan: Plan) -> dict[str, str]:
    return {path: scalar(value) for path, value in flat(contents(plan))}


def test_claims_and_reasons_are_read_back_as_they_were() -> None:
    plan = handmade.plan()

    read = read_plan(plan_yaml(plan), "plan.yaml")

    assert read.whole
    assert (read.digest, read.standing) == (plan.digest, plan.status)
    assert read.unspent == {fund.id: fund.reasons for fund in plan.funds}
    assert [goal.goal for goal in read.goals] == [goal.goal for goal in plan.goals]
    assert read.goals[2].bound == Fraction(49_201, 2)
    assert read.goals[3].levels[1] == (Code("52.71"), Fraction("0.403125"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "schema: plan/2",
        "schema: plan/1",
        "a: &x 1\nb: *x",
        "schema: !!python/object:os.system plan/1",
        "schema: plan/1\nschema: plan/1",
        "[" * 50_000,
        "{" * 50_000,
        "schema: plan/1\n---\nschema: plan/1",
        "? [a]\n: b",
        "schema: \x00",
        plan_yaml(handmade.plan()).replace("value: 29760", "value: 1e9"),
        plan_yaml(handmade.plan()).replace("person_months: 30000", "person_months: many"),
    ],
)
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(AuditError, match=r"verify\.(unreadable|no_plan)"):
        read_plan(text, "plan.yaml")


def test_the_document_has_the_keys_of_the_contract() -> None:
    shown = document(handmade.plan())

    assert set(shown) >= {"status", "goals", "totals", "targets", "funds", "regions", "payments"}
    assert next(iter(shown)) == "status"
    assert list(shown["totals"]) == [
        "persons_end",
        "persons_full_benefit",
        "person_months",
        "rupiah",
        "dropped",
    ]
    assert shown["targets"][1] == {
        "id": "ekstrem-2026",
        "of": "52.04",
        "by": "2026-12",
        "measure": "group",
        "group": "miskin-ekstrem",
        "base": 6000,
        "need": 3000,
        "covered": 6000,
        "others": 0,
        "shortfall": 0,
        "met": True,
    }
    assert set(shown["funds"][0]) >= {"id", "ceiling", "allocated", "left"}
    assert set(shown["regions"][0]) >= {
        "code",
        "name",
        "eligible",
        "subsidised_before",
        "persons_end",
        "person_months",
        "rupiah",
    }
    assert list(shown["payments"][0]) == ["region", "group", "fund", "month", "persons", "rupiah"]
    assert json.loads(json.dumps(shown)) == shown


def test_the_document_says_all_that_the_plan_file_says() -> None:
    """Next year's bill, drops, reasons, assumptions and lists too: figure by figure, but for levels."""
    shown = document(handmade.plan())
    tables = {key: part for key, part in shown.items() if key not in ("goals", "payments")}
    said = {path: scalar(value) for path, value in flat(tables)}
    ours = written(handmade.plan())

    assert {path for path in ours if path not in said and not path.startswith("goals.")} == {"schema"}
    assert {path for path in ours if path in said and said[path] != ours[path]} == set()
    assert shown["bill"][0] == {"owner": "52.04", "persons": 11_500, "rupiah": 2_318_400_000}
    assert shown["lists"][0]["from"] == "2025-10"
    assert [reason["code"] for reason in shown["funds"][0]["reasons"]] == [
        "unspent.nobody_left",
        "unspent.carry",
    ]
    assert shown["assumptions"][0]["rivals"] == [{"value": "0", "source": "kicknews"}]


def test_a_number_that_is_no_whole_one_has_six_decimals_at_most() -> None:
    """1/3 = 0.333333; 49,201/2 = 24,600.5; 120/12 = 10."""
    numbers = [Fraction(1, 3), Fraction(49_201, 2), Fraction(120, 12)]
    goals = tuple(GoalValue("coverage", number, number, "persons") for number in numbers)

    shown = document(replace(handmade.plan(), goals=goals))["goals"]

    assert [repr(goal["value"]) for goal in shown] == ["0.333333", "24600.5", "10"]


def test_levels_ascend_and_the_lowest_is_the_value() -> None:
    fairness = document(handmade.plan())["goals"][3]

    assert fairness["levels"] == [0.177273, 0.403125]
    assert fairness["value"] == fairness["levels"][0]


def test_a_country_is_written_and_read_in_seconds() -> None:
    """514 regions with long names; twelve months each."""
    plan, _ = handmade.national()

    assert read_plan(plan_yaml(plan), "plan.yaml").whole
    assert len(read_payments(payments_csv(plan.payments), "payments.csv")) == 514 * 12
