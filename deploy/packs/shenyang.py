"""Makes the pack shenyang/: official areas, classes, limits and holidays; an example duty list."""

import csv

import schematic
from shenyang_duties import duty_rows, not_verified
from shenyang_roster import post_rows, shift_rows
from shenyang_sayings import saying_rows

# function, name, function of the backup. Plausible names of such a city's government, no more.
city_departments = """
urban_management 沈阳市城市管理综合行政执法局 -
housing_construction 沈阳市城乡建设局 -
housing 沈阳市房产局 housing_construction
natural_resources 沈阳市自然资源局 -
ecology_environment 沈阳市生态环境局 -
water_affairs 沈阳市水务局 -
agriculture_rural 沈阳市农业农村局 -
transport 沈阳市交通运输局 -
public_security 沈阳市公安局 -
traffic_police 沈阳市公安局交通警察局 public_security
fire_rescue 沈阳市消防救援支队 emergency_management
emergency_management 沈阳市应急管理局 -
market_regulation 沈阳市市场监督管理局 -
health 沈阳市卫生健康委员会 -
civil_affairs 沈阳市民政局 -
culture_tourism 沈阳市文化旅游和广播电视局 -
sports 沈阳市体育局 culture_tourism
education 沈阳市教育局 -
commerce 沈阳市商务局 market_regulation
development_reform 沈阳市发展和改革委员会 -
industry_information 沈阳市工业和信息化局 -
science_technology 沈阳市科学技术局 industry_information
justice 沈阳市司法局 -
finance 沈阳市财政局 -
human_resources 沈阳市人力资源和社会保障局 -
ethnic_religious 沈阳市民族和宗教事务局 -
veterans 沈阳市退役军人事务局 civil_affairs
state_assets 沈阳市人民政府国有资产监督管理委员会 -
medical_insurance 沈阳市医疗保障局 health
public_data 沈阳市数据局 business_environment
petition 沈阳市信访局 -
business_environment 沈阳市营商环境建设局 -
civil_air_defence 沈阳市人民防空办公室 emergency_management
meteorology 沈阳市气象局 -
postal 沈阳市邮政管理局 -
publicity 中共沈阳市委宣传部 -
landscape 沈阳市园林绿化服务中心 urban_management
sanitation 沈阳市环境卫生服务中心 urban_management
municipal_facilities 沈阳市市政设施服务中心 housing_construction
street_lighting 沈阳市城市照明服务中心 municipal_facilities
water_supply 沈阳水务集团有限公司 water_affairs
drainage 沈阳市排水设施服务中心 water_affairs
gas 沈阳燃气集团有限公司 housing_construction
heating 沈阳市供热集团有限公司 housing
power_supply 国网沈阳供电公司 development_reform
telecom 中国联通沈阳市分公司 industry_information
telecom_tower 中国铁塔沈阳市分公司 telecom
cable_tv 北方广电网络沈阳分公司 culture_tourism
oil_gas_pipeline 国家管网集团沈阳输油气分公司 emergency_management
public_transit 沈阳客运集团有限公司 transport
rail_transit 沈阳地铁集团有限公司 transport
"""

# function, name in a district, name in a county or county-level city; {d} = 和平区, {s} = 和平.
district_departments = """
urban_management {d}城市管理和综合行政执法局 {d}城市管理和综合行政执法局
housing_construction {d}住房和城乡建设局 {d}住房和城乡建设局
natural_resources 沈阳市自然资源局{s}分局 {d}自然资源局
ecology_environment 沈阳市生态环境局{s}分局 沈阳市生态环境局{d}分局
water_affairs {d}水务局 {d}水务局
agriculture_rural {d}农业农村局 {d}农业农村局
transport {d}交通运输局 {d}交通运输局
public_security 沈阳市公安局{s}分局 {d}公安局
traffic_police 沈阳市公安局交通警察局{s}大队 {d}公安局交通警察大队
fire_rescue {d}消防救援大队 {d}消防救援大队
emergency_management {d}应急管理局 {d}应急管理局
market_regulation {d}市场监督管理局 {d}市场监督管理局
health {d}卫生健康局 {d}卫生健康局
civil_affairs {d}民政局 {d}民政局
culture_tourism {d}文化旅游和广播电视局 {d}文化旅游和广播电视局
landscape {d}园林绿化服务中心 {d}园林绿化服务中心
sanitation {d}环境卫生服务中心 {d}环境卫生服务中心
"""

# Matters of the city's own beside the standard's, in its local extension codes 080 to 999: the
# class each is added to is 其他事项.
local_matters = """
10080 生产安全事故 accident
10081 治安案件 case
10082 传染病疫情 epidemic
10083 群众信访 petition
10084 关爱走访
"""

# Communities of the example's care list, residents in each: reference codes invented here.
care_communities = [("210102001002", 12), ("210103015016", 10), ("210113003210", 8)]

# Classes of the standard that the 四零 board counts as well.
tags = {"06033": "epidemic", "09008": "case"}

columns = {
    "care.csv": ["resident", "area", "matter", "every", "from", "to", "note"],
    "matters.csv": ["kind", "code", "name", "big_name", "aliases", "admitted",
                    "verification", "tags"],
    "posts.csv": ["post", "person", "seat", "grid", "phone", "deputy"],
    "shifts.csv": ["post", "days", "open", "close"],
    "sayings.csv": ["said", "means"],
}

# Where the districts lie, roughly: rectangles without gaps around the city's centre (123.43 E,
# 41.80 N), in 0.0001 degrees west, south, east, north. No free polygons of Shenyang exist.
district_boxes = {
    "210123": (1225000, 426000, 1237000, 430000),
    "210124": (1225000, 422000, 1237000, 426000),
    "210181": (1225000, 416000, 1231000, 422000),
    "210115": (1225000, 412500, 1231000, 416000),
    "210113": (1231000, 419200, 1237000, 422000),
    "210114": (1231000, 417000, 1232500, 419200),
    "210105": (1232500, 418200, 1234500, 419200),
    "210104": (1234500, 418200, 1237000, 419200),
    "210106": (1232500, 417000, 1233800, 418200),
    "210102": (1233800, 417000, 1234500, 418200),
    "210103": (1234500, 417000, 1237000, 418200),
    "210111": (1231000, 412500, 1234500, 417000),
    "210112": (1234500, 412500, 1237000, 417000),
}

readme = """# Shenyang 沈阳市

**An example, not an official duty list of Shenyang** (`official = false`). Who must do what here
was written for this example; a city replaces departments.csv and duties.csv by its own.

Made by `../make_packs.py` from `../source/` (sources and licences in its README.md). Do not edit
these files; edit the script and run it.

| file | rows | from | official? |
| --- | ---: | --- | --- |
| areas.csv | {areas} | shenyang_divisions.csv: 1 city, 13 districts, 190 street-level units, 2,703 communities and villages | official codes and names of 2023-06-30; grids are not published |
| matters.csv | {matters} | gbt47678_5_codes.csv: 153 component and 250 matter classes of GB/T 47678.5-2026, and {local} of the example's own | codes and names of the standard, to be checked against the printed one; admission and verification are the example's |
| limits.csv | {limits} | city_time_limits.csv: 519 conditions of 190 classes | the limits of a real city, **not of Shenyang** |
| calendar.csv | {calendar} | cn_holidays.csv, 2007-2026 | State Council notices |
| hours.csv | {hours} | the usual office hours, which limits.csv counts in | example |
| departments.csv | {departments} | written here: 51 municipal departments, 17 for each of 13 districts, 14 desks | example: plausible names, no phones |
| duties.csv | {duties} | written here | example |
| posts.csv | {posts} | written here: a post for the day in every department but the desks, one for the rest of the time where somebody always is, and twenty walks | example: no real person, no phones |
| shifts.csv | {shifts} | written here | example |
| sayings.csv | {sayings} | written here: what people say for the names of the standard | example; they hold for most cities that use the standard |
| care.csv | {care} | written here: invented reference codes in three communities | example |
| grids.geojson | {leaves} | a rectangle for each community, nested by district, street and community | **schematic**: no polygons of Shenyang are free. The districts lie roughly where they do, everything in them is evenly divided. Places outside belong to the city |

## Choices of this example

- **Local matters**: {local_names} have local extension codes, as the
  standard leaves them to a city. They and {tagged} are tagged for the 四零 board; which matters count
  there is a city's own choice.
- **Admission**: all classes are admitted, so nothing is declined for its class.
- **Verification**: required, except for what is gone before anybody can look again:
  {not_verified}.
- **Aliases**: the number and name a class has in city_time_limits.csv, where the source maps it.
  Small codes up to 59 are written `GB/T 30428.2-2013 01-01 上水井盖`; higher ones are taken as that
  city's own additions and written `城市扩展 01-92 露天供热管道`. Components have the aliases of
  components, matters those of events.
- **Limit classes** are named by the source: `limit-component-0101`, `limit-event-0110`. All 190 are
  there, also the 58 no class of 2026 maps to. Condition `*` (not stated) repeats the city's
  condition 1. `report_in` is half an hour where that is an urgent limit or one work hour where it is
  of two (the kind's four work hours would end after the handling; example), else empty: the kind's
  default.
- Four limits are written in 紧急工作日 (私搭乱建, 店面无证装修, 违规小产权房, 违法农村自建房; condition 1
  each). The source's other short limits are 紧急工作时, so these are taken as urgent hours; limits.csv
  says so in each row.
- The matter classes 01 to 05 (`供水井盖异常`) speak of the components with the same code (`供水井盖`):
  they have the same lead and the same limit class.
- **A limit class holds for `routine` whistles only.** Joint, key and emergency whistles keep the
  kind's limits, so a gas leak blown as an emergency never gets the five days of a damaged lid.
- **Helpers** of joint and emergency whistles are named for the classes where several departments
  must come; elsewhere the lead is called alone. Key whistles mostly have the routine lead.
- **Roster**: the day post works 08:00 to 18:00 on workdays. Nights and days off have a post in every
  city department that has no backup, and in the districts for fire, emergencies, police and traffic
  police. Everybody else's whistles then go to the backup; a district's sanitation and landscape have
  its emergency watch as their deputy. The persons are those of `gridwhistled enrol-demo`, the walks
  those of its first twenty grid workers.
- **Calendar**: two days of December 2006 stand before the first published day, because the notice
  of 2007 names them; they change nothing. The notice of 2027 may still move days of December 2026.
- Rows with an area, a day class or a date range show the means of the list: snow in the winter of
  2026 to 2027, noise at night, markets on days off, straw burning in the three counties, a shopping
  street, a station quarter, a forest farm. `component:*` catches component classes a city adds; no
  class of the standard needs it.
"""


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def departments(areas):
    rows = [("2101-desk", "沈阳市城市治理指挥中心", "desk", "city", "2101", "", "")]
    city = [line.split() for line in city_departments.split("\n") if line]
    assert len(city) == len({function for function, _, _ in city}) == 51
    rows += [(f"2101-{function}", name, function, "city", "2101", "",
              "" if backup == "-" else f"2101-{backup}") for function, name, backup in city]
    for area in (row for row in areas if row["level"] == "district"):
        code, name = area["code"], area["name"]
        rows.append((f"{code}-desk", f"{name}城市治理指挥中心", "desk", "district", code, "",
                     "2101-desk"))
        in_city = name.endswith("区")
        short = name.removesuffix("新区").removesuffix("区")
        for line in filter(None, district_departments.split("\n")):
            function, of_district, of_county = line.split()
            text = (of_district if in_city else of_county).format(d=name, s=short)
            rows.append((f"{code}-{function}", text, function, "district", code, "",
                         f"2101-{function}"))
    return rows


def class_name(limit):
    return f"limit-{limit['kind']}-{limit['big_code']}{limit['small_code']}"


def report_in(handle):
    """Whoever has to be done in two hours cannot have four to say that he is on it."""
    if handle.endswith(" urgent_hour"):
        return "30 urgent_minute"
    return "1 work_hour" if handle == "2 work_hour" else ""


def limits(conditions):
    """Every condition, and before a class's conditions the row for a condition not stated."""
    words = {"component": "部件", "event": "事件"}
    rows = []
    for limit in conditions:
        slip = limit["limit_unit"] == "urgent_day"
        unit = "urgent_hour" if slip else limit["limit_unit"]
        handle = f"{limit['limit_value']} {unit}"
        source = (f"{words[limit['kind']]} {limit['big_code']}-{limit['small_code']}"
                  f" {limit['small_name']} 条件{limit['condition_no']}：{limit['limit_text']}")
        if slip:
            source += "（疑为“紧急工作时”之误，按紧急工作时计）"
        if limit["condition_no"] == "1":
            rows.append((class_name(limit), "*", report_in(handle), handle,
                         f"未注明条件时按条件1（示例）：{source}"))
        rows.append((class_name(limit), limit["condition_no"], report_in(handle), handle, source))
    assert len(rows) == len(conditions) + len({row[0] for row in rows})
    return rows


def alias(limit):
    """Numbers from 60 on are the city's additions to GB/T 30428.2-2013."""
    standard = "GB/T 30428.2-2013" if int(limit["small_code"]) < 60 else "城市扩展"
    return f"{standard} {limit['big_code']}-{limit['small_code']} {limit['small_name']}"


def mapped_limits(conditions):
    """(kind, 2026 code) -> the first condition of the class that maps to it."""
    kinds = {"component": "component", "event": "matter"}
    found = {}
    for limit in conditions:
        if limit["gbt47678_5_code"] and limit["condition_no"] == "1":
            key = (kinds[limit["kind"]], limit["gbt47678_5_code"])
            assert key not in found, key
            found[key] = limit
    return found


def care_rows(areas):
    """Every fifth resident is visited weekly, every other one of the rest quarterly."""
    known = {row["code"]: row["name"] for row in areas}
    rows = []
    for community, residents in care_communities:
        assert community in known, community
        for number in range(1, residents + 1):
            every = "week" if number % 5 == 0 else "quarter" if number % 4 == 0 else "month"
            rows.append((f"EX-{community}-{number:03}", community, "matter:10084", every,
                         "2026-01-01", "", f"示例：{known[community]}"))
    return rows


def local_codes():
    return [{"kind": "matter", "code": code, "big_code": code[:2], "big_name": "其他事项",
             "name": name, "tag": "|".join(tag)}
            for code, name, *tag in (line.split() for line in local_matters.split("\n") if line)]


def matters(codes, mapped):
    rows = []
    for row in codes:
        limit = mapped.get((row["kind"], row["code"]))
        verification = "no" if (row["kind"], row["code"]) in not_verified else "yes"
        tag = row.get("tag") or (tags.get(row["code"], "") if row["kind"] == "matter" else "")
        rows.append((row["kind"], row["code"], row["name"], row["big_name"],
                     alias(limit) if limit else "", "yes", verification, tag))
    return rows


def limit_classes(codes, mapped):
    """(kind, code) -> limit class; the matters 01 to 05 share those of their components."""
    found = {key: class_name(limit) for key, limit in mapped.items()}
    for row in codes:
        key, component = (row["kind"], row["code"]), ("component", row["code"])
        if row["kind"] == "matter" and row["code"] < "06" and component in found:
            found.setdefault(key, found[component])
    return found


def make(source):
    areas = rows_of(source / "shenyang_divisions.csv")
    local = local_codes()
    codes = rows_of(source / "gbt47678_5_codes.csv") + local
    conditions = rows_of(source / "city_time_limits.csv")
    mapped = mapped_limits(conditions)
    first, last = "2007-01-01", "2026-12-31"
    made = {
        "areas.csv": [(row["code"], row["level"], row["name"],
                       "" if row["level"] == "city" else row["parent_code"]) for row in areas],
        "departments.csv": departments(areas),
        "matters.csv": matters(codes, mapped),
        "duties.csv": duty_rows(codes, limit_classes(codes, mapped)),
        "limits.csv": limits(conditions),
        "care.csv": care_rows(areas),
        "sayings.csv": saying_rows(),
        "calendar.csv": [(row["date"], row["kind"], row["name"])
                         for row in rows_of(source / "cn_holidays.csv")],
        "hours.csv": [("*", "08:00", "12:00"), ("*", "14:00", "18:00")],
    }
    made["posts.csv"] = post_rows(made["departments.csv"], made["areas.csv"])
    made["shifts.csv"] = shift_rows(made["posts.csv"])
    shapes = schematic.nested(made["areas.csv"], district_boxes)
    made["grids.geojson"] = schematic.geojson("沈阳市（示意）", shapes)
    names = {(row["kind"], row["code"]): row["name"] for row in codes}
    made["README.md"] = readme.format(
        local=len(local),
        local_names=", ".join(f"{row['code']} {row['name']}" for row in local),
        tagged=", ".join(f"{code} {names['matter', code]}" for code in tags),
        leaves=f"{len(shapes):,}",
        not_verified=", ".join(f"{code} {names[kind, code]}" for kind, code in not_verified),
        **{name.removesuffix(".csv"): f"{len(rows):,}" for name, rows in made.items()
           if name.endswith(".csv")})
    made["pack.toml"] = {"name": "沈阳市（示例）", "language": "zh-CN", "time_zone": "Asia/Shanghai",
                         "datum": "cgcs2000", "from": first, "to": last,
                         "verification_photo": "required"}
    return made


def prove(pack, source):
    """The pack holds all of its sources; the faults as sentences."""
    faults = []
    known = {(row["class"], row["condition"]): row["handle"] for row in pack.tables["limits.csv"]}
    conditions = rows_of(source / "city_time_limits.csv")
    for limit in conditions:
        handle = known.get((class_name(limit), limit["condition_no"]), "")
        if not handle.startswith(limit["limit_value"] + " "):
            faults.append(f"limits.csv lacks {limit}")
    levels = [row["level"] for row in pack.tables["areas.csv"]]
    counts = [levels.count(level) for level in ("city", "district", "street", "community")]
    if counts != [1, 13, 190, 2703]:
        faults.append(f"areas.csv has {counts}")
    used = {row["limit_class"] for row in pack.tables["duties.csv"]} - {""}
    print(f"  {len(conditions)} limit conditions kept, {len(used)} limit classes owed by a duty")
    return faults
