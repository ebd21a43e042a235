// Words of the map.
import { make_words } from '../../base/language'

const zh = {
  'map.title': '辖区网格图',
  'map.help': '方向键移动，加号和减号缩放；同样的内容在旁边的列表里。',
  'map.help_points': '方向键移动，加号和减号缩放；Page Down、Page Up 逐件走过图上的哨件，回车打开。',
  'map.closer': '放大',
  'map.farther': '缩小',
  'map.home': '回到辖区',
  'map.legend': '图例',
  'map.no_grids': '本市策略包没有网格图，只画出哨件的位置。',
  'map.unplaced': '{count} 件没有可画的位置，见列表',
  'map.none': '无',
  'map.schematic': '示意图：边界不是实测',
  'map.loading': '正在读取网格图',
  'map.cluster': '{count} 件（{states}），点击展开',
  'map.list': '列出图上 {count} 件',
  'map.emergency': '应急处置哨',
  'map.selected': '选中的',
  'map.many': '同处几件，按最紧的标',
  'map.state.on_track': '时限内',
  'map.state.due_soon': '临期',
  'map.state.overdue': '超期',
  'map.state.paused': '停表',
  'map.state.none': '无时限',
  'map.state.done': '按时完成',
  'map.state.done_late': '超期完成',
}

const en: Record<keyof typeof zh, string> = {
  'map.title': 'Map of the area',
  'map.help': 'Arrow keys move, plus and minus zoom; the list beside it has the same whistles.',
  'map.help_points':
    'Arrow keys move, plus and minus zoom; Page Down and Page Up go from whistle to whistle, Enter opens.',
  'map.closer': 'Zoom in',
  'map.farther': 'Zoom out',
  'map.home': 'Back to own area',
  'map.legend': 'Legend',
  'map.no_grids': 'The policy pack of this city has no grid map; only whistles are drawn.',
  'map.unplaced': '{count} without a place to draw; see the list',
  'map.none': 'none',
  'map.schematic': 'Schematic: borders are not surveyed',
  'map.loading': 'Reading the grid map',
  'map.cluster': '{count} whistles ({states}); click to spread them',
  'map.list': 'List all {count} on the map',
  'map.emergency': 'emergency',
  'map.selected': 'selected',
  'map.many': 'several, marked by the most urgent',
  'map.state.on_track': 'on track',
  'map.state.due_soon': 'due soon',
  'map.state.overdue': 'overdue',
  'map.state.paused': 'paused',
  'map.state.none': 'no limit',
  'map.state.done': 'done in time',
  'map.state.done_late': 'done late',
}

export const t = make_words(zh, en)
