"""Schematic maps for packs whose real borders are not free: nested rectangles, and blocks of cells
around recorded points.

Law: neighbours share their borders exactly. Coordinates are whole numbers of `unit` degrees until
they are written."""

import collections
import json

unit = 4  # digits behind the point: 0.0001 degrees, 8 to 11 m


def degrees(value):
    return round(value / 10**unit, unit)


def geojson(name, shapes):
    """shapes: area code -> (parts, inside). A part is a list of closed rings, shell first; inside
    is a rectangle (west, south, east, north) that lies in the area, for drawing places in it."""
    lines = []
    for code, (parts, inside) in sorted(shapes.items()):
        rings = [[[[degrees(x), degrees(y)] for x, y in ring] for ring in part] for part in parts]
        one = len(rings) == 1
        feature = {
            "type": "Feature",
            "properties": {"area": code, "inside": [degrees(value) for value in inside]},
            "geometry": {"type": "Polygon" if one else "MultiPolygon",
                         "coordinates": rings[0] if one else rings},
        }
        lines.append(json.dumps(feature, separators=(",", ":")))
    head = json.dumps({"type": "FeatureCollection", "schematic": True, "name": name},
                      ensure_ascii=False)
    return head[:-1] + ', "features": [\n' + ",\n".join(lines) + "\n]}\n"


# --- nested rectangles ---------------------------------------------------------------------------

def weights_of(children, code):
    """Leaves below each area, by code."""
    below = children.get(code, [])
    found = {}
    for child in below:
        found |= weights_of(children, child)
    found[code] = sum(found[child] for child in below) if below else 1
    return found


def split(box, codes, weight):
    """Cuts a rectangle among codes, in their order, by their weights; each cut across the longer
    side. Yields (code, rectangle)."""
    if len(codes) == 1:
        yield codes[0], box
        return
    total = sum(weight[code] for code in codes)
    cut, first = 1, weight[codes[0]]
    while cut < len(codes) - 1 and first + weight[codes[cut]] / 2 < total / 2:
        first += weight[codes[cut]]
        cut += 1
    west, south, east, north = box
    # A degree of longitude is three quarters of one of latitude here.
    if (east - west) * 3 > (north - south) * 4:
        middle = west + round((east - west) * first / total)
        halves = (west, south, middle, north), (middle, south, east, north)
    else:
        middle = south + round((north - south) * first / total)
        halves = (west, south, east, middle), (west, middle, east, north)
    assert all(w < e and s < n for w, s, e, n in halves), (box, codes)
    yield from split(halves[0], codes[:cut], weight)
    yield from split(halves[1], codes[cut:], weight)


def nested(areas, boxes):
    """areas: (code, level, name, parent); boxes: a rectangle for some areas. Shapes of the leaves
    below these."""
    children = collections.defaultdict(list)
    for code, _, _, parent in areas:
        children[parent].append(code)
    shapes = {}
    waiting = list(boxes.items())
    while waiting:
        code, box = waiting.pop()
        if children[code]:
            waiting += split(box, children[code], weights_of(children, code))
            continue
        west, south, east, north = box
        ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        aside, up = (east - west) // 4, (north - south) // 4
        shapes[code] = [[ring]], (west + aside, south + up, east - aside, north - up)
    return shapes


# --- blocks of cells around points -----------------------------------------------------------------

def beside(cell):
    x, y = cell
    return [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)]


def most(counts):
    """The key with the highest count; of equals the first by name."""
    return min(counts, key=lambda key: (-counts[key], key))


def owners_by_points(points, cell, spread):
    """points: (x, y, code). A cell belongs to the code with the most points in it; `spread` rounds
    give empty cells to the code most of their neighbours have. A code that is nowhere first gets
    the cell where it has most points, unless that is another's only one."""
    counts = collections.defaultdict(collections.Counter)
    for x, y, code in points:
        counts[x // cell[0], y // cell[1]][code] += 1
    owners = {place: most(found) for place, found in counts.items()}
    for code in sorted({code for _, _, code in points} - set(owners.values())):
        mine = {place: found[code] for place, found in counts.items() if code in found}
        taken = collections.Counter(owners.values())
        free = {place: count for place, count in mine.items() if taken[owners[place]] > 1}
        if free:
            owners[most(free)] = code
    for _ in range(spread):
        new = {}
        for place in sorted({near for place in owners for near in beside(place)} - set(owners)):
            around = collections.Counter(owners[near] for near in beside(place) if near in owners)
            if sum(around.values()) >= 2:
                new[place] = most(around)
        owners |= new
    return owners


def kept_together(owners):
    """Blocks cut off from their code's largest go to whoever is around most of them."""
    owners = dict(owners)
    for code in sorted(set(owners.values())):
        blocks, left = [], {place for place, whose in owners.items() if whose == code}
        while left:
            block, edge = set(), [min(left)]
            while edge:
                place = edge.pop()
                if place in left:
                    left.remove(place)
                    block.add(place)
                    edge += beside(place)
            blocks.append(block)
        for block in sorted(blocks, key=lambda block: (-len(block), min(block)))[1:]:
            around = collections.Counter(owners.get(near) for place in block
                                         for near in beside(place) if near not in block)
            del around[None]
            for place in block:
                if around:
                    owners[place] = most(around)
                else:
                    del owners[place]
    return owners


def without_pinches(owners):
    """Cells of one code that meet in a corner alone are joined: their ring would touch itself."""
    owners = dict(owners)
    while True:
        for x, y in sorted(owners):
            for aside in (-1, 1):
                code = owners[x, y]
                diagonal = owners.get((x + aside, y + 1)) == code
                between = [(x + aside, y), (x, y + 1)]
                if diagonal and all(owners.get(place) != code for place in between):
                    counts = collections.Counter(owners.values())
                    free = [place for place in between if counts[owners.get(place)] != 1]
                    if free:
                        owners[free[0]] = code
                    else:
                        owners[x, y] = owners[between[0]]
                    break
            else:
                continue
            break
        else:
            return owners


def rings_of(cells):
    """Around a set of cells, which lie on the left; corners on a straight line are left out."""
    onward = {}
    for x, y in cells:
        for near, start, end in (((x, y - 1), (x, y), (x + 1, y)),
                                 ((x + 1, y), (x + 1, y), (x + 1, y + 1)),
                                 ((x, y + 1), (x + 1, y + 1), (x, y + 1)),
                                 ((x - 1, y), (x, y + 1), (x, y))):
            if near not in cells:
                onward[start] = end
    while onward:
        ring, at = [], min(onward)
        while at in onward:
            ring.append(at)
            at = onward.pop(at)
        turns = [corner for before, corner, after in
                 zip(ring[-1:] + ring[:-1], ring, ring[1:] + ring[:1])
                 if not before[0] == corner[0] == after[0]
                 and not before[1] == corner[1] == after[1]]
        yield turns + turns[:1]


def area_of(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])) / 2


def holds(ring, cell):
    """The middle of the cell lies in the ring."""
    x, y = cell[0] + 0.5, cell[1] + 0.5
    return sum(a[0] > x and min(a[1], b[1]) < y < max(a[1], b[1])
               for a, b in zip(ring, ring[1:]) if a[0] == b[0]) % 2 == 1


def blocks(points, cell, spread):
    """Shapes of every code among points (x, y, code), made of cells (width, height)."""
    owners = without_pinches(kept_together(owners_by_points(points, cell, spread)))
    shapes = {}
    for code in sorted(set(owners.values())):
        cells = {place for place, whose in owners.items() if whose == code}
        rings = list(rings_of(cells))
        shells = [ring for ring in rings if area_of(ring) > 0]
        parts = [[shell] for shell in shells]
        for hole in (ring for ring in rings if area_of(ring) < 0):
            outside = next(place for place in sorted(cells)
                           if any(corner in hole for corner in
                                  [place, (place[0] + 1, place[1]), (place[0], place[1] + 1),
                                   (place[0] + 1, place[1] + 1)]))
            next(part for part in parts if holds(part[0], outside)).append(hole)
        # The cell with the most of its own kind around it.
        x, y = min(cells, key=lambda place: (-sum(near in cells for near in beside(place)), place))
        width, height = cell
        grown = [[[(a * width, b * height) for a, b in ring] for ring in part] for part in parts]
        aside, up = width // 4, height // 4
        shapes[code] = grown, (x * width + aside, y * height + up,
                               (x + 1) * width - aside, (y + 1) * height - up)
    return shapes
