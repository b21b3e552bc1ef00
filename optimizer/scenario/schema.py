"""One scenario as frozen values: what a person may write, and what each key means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import (
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from optimizer.scenario.fields import (
    AmountText,
    CodesText,
    CodeText,
    CountText,
    Evidence,
    FlagText,
    Frozen,
    MonthsText,
    MonthText,
    Name,
    PersonsFigure,
    PersonsText,
    RatioText,
    RupiahFigure,
    RupiahText,
    ShareFigure,
    ShareText,
    Text,
    Total,
    reads,
)
from optimizer.scenario.sharing import Sharing
from optimizer.units import Code, Month, Months, Ratio, Share, read_persons, read_rupiah, read_share

Budget = Literal[
    "murni",
    "perubahan",
    "dbhcht",
    "dbh-sawit",
    "insentif-fiskal",
    "bankeu",
    "apbdes",
    "dana-desa",
    "baznas",
    "csr",
    "other",
]
RuleClass = Literal["law", "regulation", "policy", "data"]
Stage = Literal["planned", "budgeted", "contracted", "paid"]
GoalName = Literal["keep", "targets", "coverage", "fairness", "months", "thrift", "steady"]
DEFAULT_GOALS: tuple[GoalName, ...] = get_args(GoalName)
CAN_BE_ZERO: tuple[GoalName, ...] = ("keep", "targets", "steady")
"""Goals whose optimum can be 0: a share of it would be no allowance at all."""


def _whom(given: Any) -> str:
    """``each``, or codes."""
    return "each" if given == "each" else "codes"


class Premium(RupiahFigure):
    """Rupiah per person per month (iuran JKK + JKM); a later entry that fits wins."""

    months: MonthsText | None = None
    """Months it holds in; all when left out."""
    funds: tuple[Name, ...] | None = None
    """Funds it holds for; all when left out."""
    groups: tuple[Name, ...] | None = None
    """Groups it holds for; all when left out."""


class Group(Frozen):
    """A group of workers of 18 to 65; groups are disjoint, a person stands in the first that fits."""

    label: Name | None = None
    """The group's name as readers see it."""
    weight: RatioText = Ratio(1)
    """What one person counts in the goals coverage and months."""
    note: Text | None = None
    """A remark."""


class Region(Frozen):
    """A place where people are covered, a kabupaten or kota as a rule."""

    name: Name
    """The name as readers see it."""
    workers: PersonsFigure
    """Workers, the denominator of UCJ coverage."""
    active: PersonsFigure
    """Active participants in the month before the horizon, those paid for by government included."""
    outlook: Mapping[MonthText, PersonsFigure] = Field(default_factory=dict)
    """Participants expected without any fund in later months; straight between dates, rounded down."""
    eligible: Mapping[Name, PersonsFigure]
    """Persons a fund may pay for, by group; those already paid for included."""
    subsidised: Mapping[Name, PersonsFigure] = Field(default_factory=dict)
    """Persons paid for in the month before the horizon, by group; a group left out is 0."""
    enrol_per_month: PersonsFigure | None = None
    """The most persons this region can newly enrol in one month."""
    ability: RupiahFigure | None = None
    """What it could pay with: revenue of its budget, or another figure that is alike in all regions."""
    note: Text | None = None
    """A remark."""


class PerRegion(Frozen):
    """Limits of one fund in each region it reaches."""

    max: AmountText | None = None
    """At most, a share of the ceiling or rupiah."""
    min: AmountText | None = None
    """At least, a share of the ceiling or rupiah; met when less than one premium is missing."""


class Published(Frozen):
    """What was announced of a fund: so many workers, for so many months, for so much money."""

    workers: PersonsText
    """Workers announced."""
    months: CountText
    """Months announced."""
    rupiah: RupiahText
    """Money announced; its zeros at the end are taken as rounded."""
    source: Name | None = None
    """Key of the source, from ``sources``."""
    note: Text | None = None
    """A remark."""


class Fund(Frozen):
    """One budget line of one payer in one fiscal year."""

    COUNTS_AS: ClassVar[Mapping[str, str]] = {"status": "planned"}
    """What a key that is left out counts as where a path asks for it; no paper tells it as a fact."""

    name: Name | None = None
    """The name as readers see it."""
    owner: CodeText
    """Who pays; it reaches the regions whose code starts with this."""
    budget: Budget
    """The kind of money."""
    year: CountText
    """The fiscal year."""
    ceiling: RupiahFigure
    """The most it may pay (pagu)."""
    pays: MonthsText | None = None
    """Months whose premium it may pay; its year when left out."""
    groups: tuple[Name, ...] | None = None
    """Groups it may pay for; all when left out."""
    regions: CodesText | None = None
    """Regions it may pay in; all under the owner when left out."""
    set_aside: AmountText | None = None
    """Part of the ceiling kept out of the plan (pagu disisihkan)."""
    spend_at_least: AmountText | None = None
    """What must be spent, a share of the ceiling or rupiah; met when less than one premium is missing."""
    per_region: PerRegion = PerRegion()
    """Limits in each region."""
    status: Stage | None = None
    """planned (KUA-PPAS, RKA), budgeted (DPA, DPPA), contracted (PKS) or paid (SP2D); left out: unknown."""
    published: Published | None = None
    """Workers, months and rupiah as announced; a warning says when they do not multiply."""
    opd: Name | None = None
    """The office that spends it."""
    note: Text | None = None
    """A remark."""


class Target(Evidence):
    """A share to be reached by a month."""

    measure: Literal["ucj", "group"]
    """ucj: participants of all kinds over workers; group: persons paid for over the eligible of one group."""
    group: Name | None = None
    """The group that a group target measures."""
    of: Annotated[
        Annotated[CodesText, Tag("codes")] | Annotated[Literal["each"], Tag("each")], Discriminator(_whom)
    ]
    """A code (all regions below it together), a list (their union), or each (every region by itself)."""
    share: ShareFigure
    """The share to be reached."""
    by: MonthText
    """The month in which it is measured."""
    weight: RatioText = Ratio(1)
    """What one missing person counts in the goal targets."""


class Matching(Evidence):
    """The fund pays in a region at most so many times what the region's own funds pay there."""

    fund: Name
    """The fund that follows the region's own money."""
    ratio: RatioText
    """Rupiah of the fund for each rupiah of own money."""
    own: tuple[Budget, ...] | None = None
    """Kinds of own money that count; all when left out."""
    same_year: FlagText = False
    """Whether only own money of the fund's fiscal year counts."""
    class_: RuleClass = Field("policy", alias="class")
    """law, regulation, policy or data."""


class PeopleRule(Evidence):
    """A floor or ceiling on persons covered in every month from one to another."""

    region: CodesText | None = None
    """A region, a prefix or a list: the sum of all regions below."""
    each: CodeText | None = None
    """Every region below this code by itself; true stands for all."""
    group: Name | None = None
    """The group counted; all together when left out."""
    persons: PersonsText | None = None
    """The number of persons."""
    share: ShareText | None = None
    """The number as a share of the eligible; a floor rounds up, a ceiling down."""
    from_: MonthText | None = Field(None, alias="from")
    """The first month; the horizon's first when left out."""
    to: MonthText | None = None
    """The last month; the horizon's last when left out."""
    class_: RuleClass = Field("policy", alias="class")
    """law, regulation, policy or data."""

    @model_validator(mode="before")
    @classmethod
    def _one_place_one_number(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        rule = dict(given)
        if rule.get("region") == "each":
            rule["each"] = rule.pop("region") and "ID"
        if str(rule.get("each")).lower() == "true":
            rule["each"] = "ID"
        if (rule.get("region") is None) == (rule.get("each") is None):
            raise PydanticCustomError("people.one_place", "people.one_place")
        if (rule.get("persons") is None) == (rule.get("share") is None):
            raise PydanticCustomError("people.one_number", "people.one_number")
        return rule


class Rules(Frozen):
    """What must hold, beside money and people."""

    stay: CountText = 12
    """Months that must be left at enrolment."""
    enrol_per_month: PersonsFigure | None = None
    """Persons each region can newly enrol in a month; a region's own figure replaces it."""
    matching: tuple[Matching, ...] = ()
    """Funds that follow a region's own money (dana pendamping)."""
    floors: tuple[PeopleRule, ...] = ()
    """Persons that must be covered."""
    ceilings: tuple[PeopleRule, ...] = ()
    """Persons that must not be passed."""


_GIVE_UP = {
    "coverage": read_persons,
    "months": read_persons,
    "keep": read_persons,
    "targets": read_persons,
    "steady": read_persons,
    "thrift": read_rupiah,
}


class Goal(Frozen):
    """One thing wanted; goals are met in their order."""

    name: GoalName
    """keep, targets, coverage, fairness, months, thrift or steady."""
    groups: tuple[Name, ...] | None = None
    """For coverage: only these groups count."""
    give_up: Annotated[Share | int | None, WithJsonSchema({"type": ["string", "number"]})] = None
    """What the goals after it may take from it: an amount in its unit, or a share of its optimum."""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        if isinstance(given, str):
            return {"name": given}
        if not isinstance(given, dict):
            raise PydanticCustomError("goal.unreadable", "goal.unreadable")
        if len(given) == 1 and isinstance(next(iter(given.values())), dict):
            name, options = next(iter(given.items()))
            return {"name": name, **options}
        return given

    @field_validator("give_up", mode="before")
    @classmethod
    def _allowance(cls, given: Any, known: ValidationInfo) -> Any:
        if isinstance(given, (dict, list)):
            raise PydanticCustomError("scalar.expected", "scalar.expected")
        return _give_up(known.data.get("name"), given) if isinstance(given, str) else given

    @model_validator(mode="after")
    def _fits(self) -> Goal:
        if self.groups is not None and self.name != "coverage":
            raise PydanticCustomError(
                "goal.groups_only_coverage", "goal.groups_only_coverage", {"goal": self.name}
            )
        return self


def _give_up(name: GoalName | None, text: str) -> Share | int | None:
    if name is None:
        return None  # The name itself is refused.
    if text.strip().endswith("%"):
        if name in CAN_BE_ZERO:
            raise PydanticCustomError("goal.share_of_zero", "goal.share_of_zero", {"goal": name})
        return Share(_read(read_share, text))
    if name == "fairness":
        raise PydanticCustomError("goal.fairness_share", "goal.fairness_share", {"given": text})
    return int(_read(_GIVE_UP[name], text))


def _read(reader: Any, text: str) -> Any:
    return reads(reader).func(text)  # type: ignore[call-arg] # a plain function of one value


class Source(Frozen):
    """Where figures were published."""

    title: Name
    """Title and publisher."""
    date: Text | None = None
    """Day, month or year of publication."""
    address: Text | None = None
    """Where it can be read."""
    note: Text | None = None
    """A remark."""


class Scenario(Frozen):
    """One resolved scenario, format ``alokasi/1``."""

    schema_: Literal["alokasi/1"] = Field(alias="schema")
    """The format of this file."""
    title: Name
    """What this scenario is."""
    synthetic: FlagText | None = None
    """Whether its figures are made up, to measure or to practise with: every output says so."""
    language: Literal["id", "en"] | None = None
    """Language of what is printed when ``--lang`` is not given."""
    note: Text | None = None
    """A remark."""
    horizon: MonthsText
    """The months that are planned."""
    premium: tuple[Premium, ...] = Field(min_length=1)
    """The premium (iuran) per person per month."""
    groups: Mapping[Name, Group] = Field(min_length=1)
    """Groups of workers, disjoint, in order."""
    regions: Mapping[CodeText, Region] = Field(min_length=1)
    """Where people are covered."""
    totals: Mapping[CodeText, Total] = Field(default_factory=dict)
    """Published totals of a place, compared with the sum of its regions; nothing is reckoned with them."""
    funds: Mapping[Name, Fund]
    """Whose money pays (sumber dana)."""
    targets: Mapping[Name, Target] = Field(default_factory=dict)
    """Shares to be reached."""
    rules: Rules = Rules()
    """What must hold."""
    goals: tuple[Goal, ...] = tuple(Goal(name=name) for name in DEFAULT_GOALS)
    """What is wanted, in order (prioritas)."""
    sharing: Sharing = Sharing()
    """How regions and those above them may share extra money."""
    sources: Mapping[Name, Source] = Field(default_factory=dict)
    """Where the figures come from."""

    @model_validator(mode="before")
    @classmethod
    def _one_premium(cls, given: Any) -> Any:
        if isinstance(given, dict) and isinstance(given.get("premium"), (str, dict)):
            return given | {"premium": [given["premium"]]}
        return given

    @property
    def codes(self) -> tuple[Code, ...]:
        """The regions' codes in order: regions are a set, however the file lists them."""
        return tuple(sorted(self.regions))

    def may_pay(self, fund: Fund, code: str, group: str) -> bool:
        """Whether the fund may pay for that group in that region, in its months."""
        return (
            fund.owner.reaches(code)
            and (fund.regions is None or any(part.reaches(code) for part in fund.regions))
            and (fund.groups is None or group in fund.groups)
        )

    def paying_months(self, fund: Fund) -> Months | None:
        """The months of the horizon whose premium the fund may pay."""
        return (fund.pays or Months(Month(fund.year, 1), Month(fund.year, 12))).shared_with(self.horizon)
