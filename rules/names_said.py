"""Names, accounts, documents and words of a filing's texts."""

import re
from collections.abc import Iterator

from rules.knowledge_accounts import CLASSES, CODE_OF, CODED, OF_PEOPLE, OF_THINGS
from rules.knowledge_words import DOUBLED, TYPO, TYPOS
from rules.names import plain_name
from rules.rule import DEPARTMENT_FORM, EVERY_FORM, PASS, Verdicts, fail, rule
from rules.texts import escaped
from rules.view import View

SOURCE = "the filing's own words (the catalogue of inconsistencies, part H)"

# Labels beside which the name of the filing body is written once more.
OWN_NAME = re.compile(
    r"(?:填报|申报|编制|预算|项目)?(?:单位|部门)(?:名称)?(?:[（(](?:公章|盖章|章)[）)])?"
)
_BODY = re.compile(
    r"[一-龥（）()]{3,}(?:局|委|厅|部|办|中心|院|馆|站|所|会|处|队|校|学|园|公司|政府|街道|法院|检察院)"
)


def _own_names(view: View) -> list[tuple[str, str]]:
    declaration = view.declaration
    fields = [
        (f"/{field}", plain_name(getattr(declaration, field, None)))
        for field in ("department", "unit")
    ]
    labels = [
        (f"/attributes/{escaped(label)}", plain_name(text))
        for label, text in declaration.attributes.items()
        if OWN_NAME.fullmatch("".join(label.split()))
    ]
    return [
        (pointer, name) for pointer, name in (*fields, *labels) if name and _BODY.fullmatch(name)
    ]


def _akin(one: str, other: str) -> bool:
    """Whether one name is a shorter form of the other: 清江市水利局 and 水利局."""
    short, long = sorted((one, other), key=len)
    letters = iter(long)
    return all(letter in letters for letter in short)


@rule(
    "statement.own_name",
    number="N09",
    title="单位名称前后不一致",
    title_en="The filing body bears two names",
    severity="warning",
    source=SOURCE,
    slack="a name whose characters stand in the other in the same order is a short form of it",
    forms=EVERY_FORM,
)
def own_name(view: View) -> Verdicts:
    """The name beside 填报单位 (单位名称, 申报部门) is that of the form's department or unit.

    A short form of either passes; what is no name of a body is not compared.

    Example: 部门名称 清江市水利局, 填报单位 清江市教育局: fail. 填报单位 市水利局: pass.
    """
    names = _own_names(view)
    own = [(pointer, name) for pointer, name in names if not pointer.startswith("/attributes/")]
    for pointer, name in names[len(own) :] if own else ():
        if any(_akin(name, known) for _, known in own):
            yield PASS
            continue
        yield fail(
            f"单位名称不一致：{name} 与 {own[0][1]}",
            f"the filing body is named {name} and {own[0][1]}",
            (pointer, *(known for known, _ in own)),
            expected=own[0][1],
            actual=name,
        )


@rule(
    "project.purpose_of_category",
    number="N10",
    title="项目用途与类别错配",
    title_en="A purpose that does not fit the project's category",
    severity="warning",
    source="部门整体绩效目标申报表“项目支出情况”: 人员类, 运转类, 特定目标类",
    forms=(DEPARTMENT_FORM,),
)
def purpose_of_category(view: View) -> Verdicts:
    """A 人员类 project whose purpose is things bought or built, with no word of people.

    Example: 人员类 / 用于办公设备购置: fail. 人员类 / 发放职工工资及设备操作补助: pass.
    """
    for place, project in enumerate(view.department.projects):
        purpose = plain_name(project.purpose)
        if not purpose or not plain_name(project.category).startswith("人员类"):
            continue
        if not OF_THINGS.search(purpose) or OF_PEOPLE.search(purpose + plain_name(project.name)):
            yield PASS
            continue
        yield fail(
            f"项目“{project.name}”属人员类，用途却为“{purpose}”",
            f"“{project.name}” is a staff project, and its purpose is “{purpose}”",
            (f"/projects/{place}/purpose", f"/projects/{place}/category"),
            also=(f"/projects/{place}/name",),
            actual=purpose,
        )


def _coded_texts(view: View) -> Iterator[tuple[str, str]]:
    for said in view.texts:
        if "支出" in said.text:
            yield said.pointer, said.text
    for field in ("funding", "execution"):
        rows = getattr(view.declaration, field, None)
        for place, row in enumerate(rows if isinstance(rows, list) else ()):
            if row.item and "支出" in row.item:
                yield f"/{field}/{place}/item", plain_name(row.item)


@rule(
    "statement.account_code",
    number="N11",
    title="科目编码与名称不符",
    title_en="An account's code and name disagree",
    severity="error",
    source="政府收支分类科目 (财政部): 支出功能分类的类级科目",
    forms=EVERY_FORM,
)
def account_code(view: View) -> Verdicts:
    """A code of 支出功能分类 stands before the full name of a class that is not its own.

    Only the first three digits are compared; names of earlier years count too.

    Example: 205教育支出: pass. 206教育支出, 2050201教育支出 is right and 2060201教育支出: fail.
    """
    for pointer, text in _coded_texts(view):
        for match in CODED.finditer(text):
            code = CODE_OF[match["name"]]
            if match["code"] not in CLASSES:
                continue
            if match["code"] == code:
                yield PASS
                continue
            yield fail(
                f"科目“{match['name']}”的编码应以 {code} 开头，填报为 {match[0]}",
                f"the code of {match['name']} begins with {code}, filed is {match[0]}",
                (pointer,),
                expected=code,
                actual=match["code"],
            )


def _slips(text: str) -> list[str]:
    doubled = [match[0] for match in DOUBLED.finditer(text)]
    return doubled + [f"{match[0]}（应为{TYPOS[match[0]]}）" for match in TYPO.finditer(text)]


@rule(
    "statement.slips",
    number="N12",
    title="重复字词或错别字",
    title_en="Doubled words and known slips of the pen",
    severity="info",
    source="rules/knowledge_words.py: doubled function words and marks, slips of input methods",
    forms=EVERY_FORM,
)
def slips(view: View) -> Verdicts:
    """A function word, a mark or a common verb stands twice in a row, or a known misspelling.

    Example: 进行进行验收, 布署工作: a note.
    """
    if not view.words:
        return
    if not _slips(view.words):
        yield PASS
        return
    for said in view.texts:
        if found := _slips(said.text):
            listed = "、".join(found)
            yield fail(
                f"文字疑有重复或错别字：{listed}",
                f"doubled or misspelt: {listed}",
                (said.pointer,),
                actual=found[0],
            )


# 财预〔2021〕101号, 鄂财绩发[2020]3号: the year in the brackets of a document's number.
DOCUMENT = re.compile(r"[一-龥]{1,10}[〔\[［【（(](?P<year>20\d\d)[〕\]］】）)]第?\d+号")


@rule(
    "statement.later_document",
    number="N16",
    title="依据文件晚于填报",
    title_en="A cited document is later than the filing",
    severity="warning",
    source=SOURCE,
    slack="a document of the budget year or of the year of filing passes",
    forms=EVERY_FORM,
)
def later_document(view: View) -> Verdicts:
    """The year of a document that is cited as basis is not after the filing and the budget year.

    Example: a filing for 2024 that cites 财预〔2026〕12号: fail. 财预〔2021〕101号: pass.
    """
    declaration = view.declaration
    filed, fiscal = declaration.filed_on, declaration.fiscal_year
    years = [("/filed_on", filed.year)] if filed else []
    years += [("/fiscal_year", fiscal)] if fiscal else []
    if not years or "号" not in view.words:
        return
    latest = max(year for _, year in years)
    for said in view.texts:
        for match in DOCUMENT.finditer(said.text) if "号" in said.text else ():
            if int(match["year"]) <= latest + _later_by(view):
                yield PASS
                continue
            yield fail(
                f"依据文件“{match[0]}”晚于预算年度或填报年份 {latest} 年",
                f"“{match[0]}” is later than the filing of {latest}",
                (said.pointer,),
                also=tuple(pointer for pointer, _ in years),
                expected=f"<= {latest}",
                actual=match["year"],
            )


def _later_by(view: View) -> int:
    """A self-evaluation is written in the year after the one it is about."""
    return 0 if "申报" in view.declaration.form or view.declaration.filed_on else 1
