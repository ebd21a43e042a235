// Words of what a room lets hear: when it sounds, how it is tried, muted and switched on.
import { make_words } from '../../base/language'

const zh = {
  'sound.on': '开启声音',
  'sound.is_on': '声音 开',
  'sound.muted': '静音至 {at}',
  'sound.off': '关闭声音',
  'sound.mute': '静音 {minutes} 分',
  'sound.rules': '声音规则',
  'sound.try': '试听',
  'sound.try_one': '试听：{kind}',
  'sound.kind.emergency': '应急处置哨',
  'sound.kind.overdue': '超期',
  'sound.kind.due_soon': '临期',
  'sound.kind.new': '新派来',
  'sound.rule.emergency': '哨音。每 {gap} 秒一次，至多 {times} 次；横幅一直在，直到有人报到。',
  'sound.centre.emergency': '哨音。待办里的应急哨，每 {gap} 秒一次，至多 {times} 次。横幅在被叫部门的工作台上。',
  'sound.centre.overdue': '低沉两声。指挥中心要办的过了时限时响一次。',
  'sound.rule.overdue': '低沉两声。时限一到响，过 {again} 分钟再各响一次。',
  'sound.rule.due_soon': '三声短促。时限只剩五分之一（至多 30 分钟）时响一次。',
  'sound.rule.new': '轻柔两声上扬。新的哨送达时响一次。',
  'sound.rule.gap': '{seconds} 秒内至多响一次，其余的只显示文字。静音期间一概不响，文字照样显示。',
  'sound.unmute': '恢复声音',
}

const en: Record<keyof typeof zh, string> = {
  'sound.on': 'Turn sound on',
  'sound.is_on': 'Sound is on',
  'sound.muted': 'Muted until {at}',
  'sound.off': 'Turn sound off',
  'sound.mute': 'Mute {minutes} min',
  'sound.rules': 'Sound rules',
  'sound.try': 'Listen',
  'sound.try_one': 'Listen: {kind}',
  'sound.kind.emergency': 'Emergency',
  'sound.kind.overdue': 'Overdue',
  'sound.kind.due_soon': 'Due soon',
  'sound.kind.new': 'New',
  'sound.rule.emergency':
    'The whistle, every {gap} s, {times} times at most; the banner stays until somebody reports in.',
  'sound.centre.emergency':
    'The whistle, of an emergency that the centre is to act on, every {gap} s, {times} times at most. ' +
    'The banner is on the desks of those called.',
  'sound.centre.overdue': 'A low double tone, once, when what the centre is to act on passes its limit.',
  'sound.rule.overdue': 'A low double tone when a limit passes, and again after {again} minutes.',
  'sound.rule.due_soon': 'Three short ticks, once, when a fifth of the limit is left, 30 minutes at most.',
  'sound.rule.new': 'Two soft rising notes, once, when a whistle arrives.',
  'sound.rule.gap':
    'At most one sound in {seconds} s; the rest is only shown. While muted nothing sounds, and everything is still shown.',
  'sound.unmute': 'Unmute',
}

export const t = make_words(zh, en)
