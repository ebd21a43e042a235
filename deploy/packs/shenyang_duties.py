"""The example duty list of Shenyang: who leads, who helps, when and where.

Law: a matter's lead is named once; rows for kinds, times and areas change no more than they say.
"""

# Gone before anybody can look again.
not_verified = [("matter", "06028"), ("matter", "07002"), ("matter", "09003"), ("matter", "09014"),
                ("matter", "09018")]

big_class_leads = {
    "01": "urban_management@district",
    "02": "traffic_police@district",
    "03": "sanitation@district",
    "04": "landscape@district",
    "06": "urban_management@district",
    "07": "urban_management@district",
    "08": "housing_construction@district",
    "09": "urban_management@district",
}
other_lead = "urban_management@district"

# Classes whose lead is not the one of their big class. 01 to 05 hold for components and matters.
exact_leads = """
water_supply@city 01001 01019 01025 01063 01068
drainage@city 01002 01003 01004 01072 01073
power_supply@city 01005 01017 01028 01029 01030 01047 01048 10002
street_lighting@city 01006 01037 01038 01039 01060 01077
telecom@city 01007 01009 01027 01031 01041
telecom_tower@city 01062
cable_tv@city 01008
heating@city 01010 01061
gas@city 01011 01049 01057
oil_gas_pipeline@city 01021 01036
public_security@district 01012 01050 01051 01066 02038 02039 10081
fire_rescue@district 01013 09012
landscape@district 01014 06017 06018 06021 06022 06045 06047
traffic_police@district 01015 06016 06034 06039 09009 09014 09018
public_transit@city 01020 01032 02004
sanitation@district 01018 06010 06011 06012 06014 06032 06037 06041 06042
postal@city 01042 01075
sports@city 01046
petition@city 10083
development_reform@city 01054
health@district 01055 06033 10082
civil_affairs@district 01059 02012 02013 02036 09003 10084
water_affairs@district 01024 01056 01067 01069 01070 01071 02029 02030 06015 06023 06024 06025 06046
municipal_facilities@city 01026 01074 02006 02007 02008 02009 02024 02034 06013 06048 06051
market_regulation@district 01076 09015 09020
urban_management@district 02001 02002 02003 02021 02025 02026 02027 02041 03006 03007 03008
transport@district 02005 02028 02031 02042 02044 09011
rail_transit@city 02032
emergency_management@district 02035 10080
culture_tourism@district 02037 02040 05009 09008
meteorology@city 03009
ecology_environment@district 03010 03011 03012 03013 06026 06027 06028 06030
natural_resources@district 04014 08016
housing@city 05002
commerce@city 05003
agriculture_rural@district 06038 09013
education@city 07004
publicity@city 07008
urban_management@district 08001 08002 08003 08011 08012
"""

# Who comes along when an emergency is blown for a class of exact_leads.
emergency_helpers = """
gas@city fire_rescue@district|public_security@district|emergency_management@district
oil_gas_pipeline@city fire_rescue@district|public_security@district|ecology_environment@district
heating@city municipal_facilities@city|emergency_management@district
water_supply@city municipal_facilities@city|emergency_management@district
drainage@city traffic_police@district|emergency_management@district
power_supply@city fire_rescue@district|emergency_management@district
street_lighting@city power_supply@city|emergency_management@district
telecom@city power_supply@city
municipal_facilities@city traffic_police@district|emergency_management@district
rail_transit@city public_security@district|fire_rescue@district|emergency_management@district
water_affairs@district public_security@district|emergency_management@district
ecology_environment@district emergency_management@district|fire_rescue@district
market_regulation@district fire_rescue@district|emergency_management@district
fire_rescue@district public_security@district|emergency_management@district
commerce@city fire_rescue@district|public_security@district|emergency_management@district
"""

# matter, area, when, kind, lead (= : the matter's own), helpers (- : none), note.
# A routine row has the matter's limit class.
special_rows = """
component:01 * * emergency = emergency_management@district|fire_rescue@district 设施险情
component:02 * * emergency = emergency_management@district|municipal_facilities@city 交通设施险情
component:03 * * emergency = emergency_management@district 环卫设施险情
component:04 * * emergency = emergency_management@district|traffic_police@district 树木倒伏
matter:01 * * emergency = emergency_management@district|fire_rescue@district 设施险情
matter:02 * * emergency = emergency_management@district|municipal_facilities@city 交通设施险情
matter:03 * * emergency = emergency_management@district 环卫设施险情
matter:04 * * emergency = emergency_management@district|traffic_police@district 树木倒伏
matter:06 * * emergency = emergency_management@district|fire_rescue@district 市容环境险情
matter:08 * * emergency = emergency_management@district|fire_rescue@district 施工险情
matter:09 * * emergency = public_security@district|emergency_management@district 街面险情
matter:* * * emergency emergency_management@district public_security@district|fire_rescue@district 其他险情
component:01 * * joint = public_security@district 设施联合整治
component:02 * * joint = urban_management@district|municipal_facilities@city 交通设施联合整治
component:03 * * joint = urban_management@district 环卫设施联合整治
component:04 * * joint = urban_management@district|natural_resources@district 绿化设施联合整治
matter:01 * * joint = public_security@district 设施联合整治
matter:02 * * joint = urban_management@district|municipal_facilities@city 交通设施联合整治
matter:03 * * joint = urban_management@district 环卫设施联合整治
matter:04 * * joint = urban_management@district|natural_resources@district 绿化设施联合整治
matter:06 * * joint = ecology_environment@district|public_security@district 市容环境联合执法
matter:07 * * joint = market_regulation@district|public_security@district 广告联合执法
matter:08 * * joint = urban_management@district|ecology_environment@district 施工联合执法
matter:09 * * joint = market_regulation@district|public_security@district 街面联合执法
matter:06001 * * joint = natural_resources@district|housing_construction@district|public_security@district 拆除违法建设
matter:06002 * * joint = housing@city|market_regulation@district 店面装修联合检查
matter:06024 * * joint = public_security@district|agriculture_rural@district 水域秩序联合执法
matter:06026 * * joint = water_affairs@district|urban_management@district 河道污染联合执法
matter:06027 * * joint = urban_management@district|market_regulation@district 油烟联合执法
matter:06029 * * joint = ecology_environment@district|market_regulation@district|public_security@district 露天烧烤联合执法
matter:06030 * * joint = water_affairs@district|urban_management@district 排水联合执法
matter:06033 * * joint = ecology_environment@district|sanitation@district 医疗废物联合执法
matter:06040 * * joint = traffic_police@district|public_security@district 私设地锁联合清理
matter:06046 * * joint = natural_resources@district|public_security@district 河道清障
matter:07001 * * joint = public_security@district|telecom@city 非法小广告停机查处
matter:08004 * * joint = ecology_environment@district|urban_management@district 工地扬尘联合执法
matter:08011 * * joint = traffic_police@district|transport@district 渣土车联合执法
matter:09001 * * joint = market_regulation@district|public_security@district 游商摊贩联合执法
matter:09005 * * joint = market_regulation@district|public_security@district 店外经营联合执法
matter:09006 * * joint = market_regulation@district|public_security@district|traffic_police@district 占道经营联合执法
matter:09008 * * joint = public_security@district|market_regulation@district 扫黄打非
matter:09009 * * joint = urban_management@district 停车秩序联合整治
matter:09011 * * joint = urban_management@district|traffic_police@district 共享单车联合整治
matter:09012 * * joint = public_security@district|urban_management@district 消防通道联合整治
matter:09015 * * joint = urban_management@district|health@district 无证餐饮联合执法
matter:09016 * * joint = market_regulation@district|traffic_police@district 停车场联合执法
matter:09020 * * joint = urban_management@district|health@district 农贸市场联合整治
matter:06001 * * key = natural_resources@district|housing_construction@district 存量违法建设
matter:06025 * * key = ecology_environment@district 黑臭水体治理
matter:08004 * * key = ecology_environment@district 扬尘治理专项
matter:10002 * * routine = telecom@city|cable_tv@city 先处置后认权属
matter:06028 * night * public_security@district - 夜间噪声由公安处置
matter:06029 * night routine = public_security@district 夜间烧烤
matter:08001 * night routine = public_security@district 夜间施工
matter:08002 * workday routine = traffic_police@district 工作日占道影响通行
matter:09002 * off routine = market_regulation@district|traffic_police@district 休息日市场人多
matter:09006 * off routine = public_security@district 休息日占道经营
matter:10001 * 2026-11-01..2027-03-31 routine sanitation@district traffic_police@district 清雪期由环卫组织
matter:10001 * 2026-11-01..2027-03-31 joint sanitation@district urban_management@district|traffic_police@district 清雪期联合清雪
matter:06020 210123 * routine agriculture_rural@district ecology_environment@district 秸秆禁烧：康平县
matter:06020 210124 * routine agriculture_rural@district ecology_environment@district 秸秆禁烧：法库县
matter:06020 210181 * routine agriculture_rural@district ecology_environment@district 秸秆禁烧：新民市
matter:09006 210102022 * routine = traffic_police@district|market_regulation@district 太原街商圈
matter:09003 210103014 * * public_security@district civil_affairs@district 北站地区
component:04014 210113404 * * natural_resources@city - 马刚林场由市级管理
matter:04014 210113404 * * natural_resources@city - 马刚林场由市级管理
matter:09 210103014 * emergency public_security@district fire_rescue@district|emergency_management@district 北站地区街面险情
"""


def lines_of(text):
    return [line.split() for line in text.split("\n") if line]


def leads_by_code():
    leads = {}
    for lead, *codes in lines_of(exact_leads):
        for code in codes:
            assert code not in leads, code
            assert lead != big_class_leads.get(code[:2]), (lead, code)
            leads[code] = lead
    return leads


def lead_of(matter, leads):
    """Of a row's matter: "matter:06010", "matter:06" or "matter:*"."""
    digits = matter.split(":")[1]
    return leads.get(digits) or big_class_leads.get(digits[:2]) or other_lead


def general_rows(codes):
    kinds = ("component", "matter")
    rows = [(f"{kind}:*", "*", "*", "*", other_lead, "", "", "未列入的类别") for kind in kinds]
    names = {(row["kind"], row["big_code"]): row["big_name"] for row in codes}
    rows += [(f"{kind}:{big}", "*", "*", "*", big_class_leads[big], "", "", names[kind, big])
             for kind, big in sorted(names) if big in big_class_leads]
    return rows


def exact_rows(codes, classes, leads):
    """A row for a lead of its own, one for its emergencies, one for a limit of its own."""
    helpers = dict(lines_of(emergency_helpers))
    special = {tuple(line[:4]) for line in lines_of(special_rows)}
    rows = []
    for row in codes:
        matter, code, name = f"{row['kind']}:{row['code']}", row["code"], row["name"]
        lead = lead_of(matter, leads)
        limit_class = classes.get((row["kind"], code), "")
        if code in leads:
            rows.append((matter, "*", "*", "*", lead, "", "", name))
            if lead in helpers:
                rows.append((matter, "*", "*", "emergency", lead, helpers[lead], "", f"{name} 险情"))
        if limit_class and (matter, "*", "*", "routine") not in special:
            rows.append((matter, "*", "*", "routine", lead, "", limit_class, f"{name} 限时"))
    return rows


def duty_rows(codes, classes):
    leads = leads_by_code()
    rows = general_rows(codes) + exact_rows(codes, classes, leads)
    for matter, area, when, kind, lead, helpers, note in lines_of(special_rows):
        named = lead_of(matter, leads) if lead == "=" else lead
        limit_class = classes.get(tuple(matter.split(":")), "") if kind == "routine" else ""
        rows.append((matter, area, when, kind, named, "" if helpers == "-" else helpers,
                     limit_class, note))
    return sorted(rows, key=lambda row: (row[0].replace("*", ""), row[1:4]))
