"""A plausible, consistent 部门整体绩效目标申报表 from a seed."""

import datetime
from decimal import Decimal
from random import Random

from corpus.amounts import draw_funding, draw_projects
from corpus.filing import FilingDraft
from corpus.indicators import draw_indicators
from corpus.vocabulary import (
    DUTY_OPENINGS,
    DUTY_TAILS,
    DUTY_VERBS,
    FIELDS,
    GIVEN_NAMES,
    GOAL_SENTENCES,
    LAST_DUTY,
    PLACES,
    SURNAMES,
    TASK_TAILS,
    TASK_VERBS,
    Field,
)
from corpus.written import BLANK, Written, draw_hand, filing_date, text


def draw_filing(rng: Random) -> FilingDraft:
    """A consistent filing: sums, shares and targets hold."""
    hand = draw_hand(rng)
    field = rng.choice(FIELDS)
    budget_year = rng.randint(2021, 2026)
    years = (budget_year - 2, budget_year - 1)
    projects, category_sums = draw_projects(rng, hand, field)
    share_sign = rng.random() < 0.75
    income, expenditure = draw_funding(rng, hand, category_sums, share_sign)
    small = all(Decimal(row.total_budget.truth) <= 100 for row in projects)
    long_term, annual = draw_indicators(rng, hand, field, budget_year, small)
    date = datetime.date(budget_year - 1, rng.randint(9, 12), rng.randint(1, 30))
    stated = rng.random() < 0.5
    return FilingDraft(
        years=years,
        stated_year=Written(budget_year, f"{budget_year}") if stated else BLANK,
        filed_on=filing_date(rng, date),
        currency_unit=text("万元"),
        department=text(draw_body(rng, field)),
        preparer=text(draw_person(rng)),
        phone=text(draw_phone(rng)),
        share_sign=share_sign,
        income=income,
        expenditure=expenditure,
        functions=_draw_functions(rng, field),
        tasks=_draw_tasks(rng, field),
        projects=projects,
        until=Written(budget_year + 2, f"{budget_year + 2}"),
        long_goal=text(draw_goal(rng, field)),
        annual_goal=text(draw_goal(rng, field)),
        long_term=long_term,
        annual=annual,
        hand=hand,
    )


def draw_body(rng: Random, field: Field) -> str:
    """A department or unit of the field: `清江市水利局`."""
    return rng.choice(PLACES) + rng.choice(field.bodies)


def draw_person(rng: Random) -> str:
    """A name that belongs to nobody in particular."""
    return rng.choice(SURNAMES) + "".join(rng.sample(GIVEN_NAMES, rng.randint(1, 2)))


def draw_phone(rng: Random) -> str:
    """A number from ranges that are not in use (`1380000xxxx`, `0000-xxxxxxx`)."""
    if rng.random() < 0.7:
        return f"1380000{rng.randrange(10000):04d}"
    return f"0000-{rng.randrange(1000000, 9999999)}"


def _draw_functions(rng: Random, field: Field) -> tuple[Written, ...]:
    count = rng.randint(3, 12)
    drawn = [_draw_duty(rng, field) for _ in range(count - 1)]
    unique = list(dict.fromkeys(drawn))
    return tuple(text(item) for item in [*unique, LAST_DUTY])


def _draw_duty(rng: Random, field: Field) -> str:
    objects = rng.sample(field.objects, rng.randint(1, 3))
    verbs = rng.sample(DUTY_VERBS, rng.randint(2, 4))
    parts = [f"{rng.choice(DUTY_OPENINGS)}{'、'.join(objects)}的{'、'.join(verbs)}等工作"]
    tails = rng.sample(DUTY_TAILS, rng.randint(0, 3))
    sentence = "，".join([*parts, *tails])
    return sentence[:148].rstrip("，、；“") + "。"


def _draw_tasks(rng: Random, field: Field) -> tuple[Written, ...]:
    drawn = []
    for _ in range(rng.randint(3, 15)):
        obj = rng.choice(field.objects)
        tails = rng.sample(TASK_TAILS, rng.randint(0, 2))
        end = rng.choice(("。", "。", "。", "；"))
        drawn.append("，".join([f"{rng.choice(TASK_VERBS)}{obj}工作", *tails]) + end)
    return tuple(text(item) for item in dict.fromkeys(drawn))


def draw_goal(rng: Random, field: Field) -> str:
    """50 to 300 characters of what a body of the field sets out to reach."""
    wanted = rng.randint(50, 280)
    sentences: list[str] = []
    for template in rng.sample(GOAL_SENTENCES, len(GOAL_SENTENCES)):
        if sum(map(len, sentences)) >= wanted:
            break
        sentences.append(
            template.format(obj=rng.choice(field.objects), people=field.people)
            + rng.choice(("。", "；", "，"))
        )
    return "".join(sentences)[:298].rstrip("。；，") + "。"
