"""功能分类科目: the classes of government expenditure by the first three digits of their code.

Source: 政府收支分类科目 (财政部, yearly). Names that a class bore in earlier years stand
beside the present one: filings of any year are judged. 款 and 项 are not listed, so
that only the class is held against its code; 229 其他支出 is left out, for 219 has a 款 of
the same name.
"""

import re

CLASSES: dict[str, tuple[str, ...]] = {
    "201": ("一般公共服务支出",),
    "202": ("外交支出",),
    "203": ("国防支出",),
    "204": ("公共安全支出",),
    "205": ("教育支出",),
    "206": ("科学技术支出",),
    "207": ("文化旅游体育与传媒支出", "文化体育与传媒支出"),
    "208": ("社会保障和就业支出",),
    "210": ("卫生健康支出", "医疗卫生与计划生育支出"),
    "211": ("节能环保支出",),
    "212": ("城乡社区支出",),
    "213": ("农林水支出",),
    "214": ("交通运输支出",),
    "215": ("资源勘探工业信息等支出", "资源勘探信息等支出"),
    "216": ("商业服务业等支出",),
    "217": ("金融支出",),
    "219": ("援助其他地区支出",),
    "220": ("自然资源海洋气象等支出", "国土海洋气象等支出"),
    "221": ("住房保障支出",),
    "222": ("粮油物资储备支出",),
    "223": ("国有资本经营预算支出",),
    "224": ("灾害防治及应急管理支出",),
    "230": ("转移性支出",),
    "231": ("债务还本支出",),
    "232": ("债务付息支出",),
    "233": ("债务发行费用支出",),
}

CODE_OF = {name: code for code, names in CLASSES.items() for name in names}

# A code of a class, 款 or 项 right before the full name of a class: `205教育支出`,
# `208-社会保障和就业支出`, `（213）农林水支出`. A name without 支出 is not looked for: it
# may begin another one (教育管理, 金融服务).
CODED = re.compile(
    r"(?<![\d.])(?P<code>2\d{2})(?:\d{2}|\d{4})?[）)\]】\-—:：.、]*"
    rf"(?P<name>{'|'.join(sorted(map(re.escape, CODE_OF), key=len, reverse=True))})"
)

# Salaries and what belongs to them: the words that a 人员类 project's purpose has.
OF_PEOPLE = re.compile(
    r"工资|薪|津|补贴|补助|奖|福利|社保|社会保|保险|公积金|年金|人员|职工|退休|离休|遗属|抚恤|绩效|聘|编"
    r"|生活|慰问|工会|体检|劳务|人头|个人"
)

# What is plainly bought or built.
OF_THINGS = re.compile(
    r"设备(?:购置|采购|更新)|工程(?:建设|款|施工)|基础设施|房屋(?:建设|修缮|维修)|维修改造|信息化建设"
    r"|系统(?:开发|建设)|物业|绿化|道路|办公(?:楼|用房)"
)
