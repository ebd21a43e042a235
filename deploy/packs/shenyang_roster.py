"""The example roster of Shenyang: who is on duty by day, by night and on days off.

Law: every chain of backups ends at a seat that is staffed round the clock.
"""

# Of a district: staffed round the clock.
always_there = ("emergency_management", "fire_rescue", "public_security", "traffic_police")
# Of a district: its emergency watch stands in.
watched_over = ("sanitation", "landscape")
# The walks of the first grid workers of `gridwhistled enrol-demo`, which spreads them so.
walkers, stride = 20, 7919


def post_rows(departments, areas):
    rows = []
    for code, _, function, level, area, _, backup in departments:
        if function == "desk":
            continue
        watched = level == "district" and function in watched_over
        deputy = f"{area}-emergency_management-night" if watched else ""
        rows.append((f"{code}-day", f"clerk-{code}", code, "", "", deputy))
        round_the_clock = function in always_there if level == "district" else not backup
        if round_the_clock:
            rows.append((f"{code}-night", f"night-{code}", code, "", "", ""))
    leaves = [code for code, level, _, _ in areas if level in ("community", "grid")]
    for number in range(walkers):
        walk = leaves[number * stride % len(leaves)]
        rows.append((f"{walk}-walk", f"walker-{number + 1}", "", walk, "", ""))
    return rows


def shift_rows(posts):
    """Walks have none: they are always on duty."""
    rows = []
    for code, *_ in posts:
        if code.endswith("-day"):
            rows.append((code, "workday", "08:00", "18:00"))
        if code.endswith("-night"):
            rows.append((code, "workday", "18:00", "08:00"))
            rows.append((code, "off", "08:00", "08:00"))
    return rows
