// Words of the keys and of the palette, in whichever room shows them.
import { make_words } from '../../base/language'

const zh = {
  'keys.title': '快捷键',
  'keys.switch': '启用单字母快捷键',
  'keys.ime': '用输入法打字时都不起作用；在输入框里只有带 Ctrl 的起作用。',
  'keys.move': '下一件 / 上一件',
  'keys.move_list': '在列表里：下一件 / 上一件',
  'keys.ends': '在列表里：第一件 / 最后一件',
  'keys.send': '在表单或对话框里提交',
  'keys.open': '打开',
  'keys.leave': '关闭或返回',
  'keys.help': '本表',
  'palette.title': '搜索与命令',
  'palette.hint': '输入命令、编号、地点或事项',
  'palette.none': '没有找到。这里找得到命令、在办的哨，以及本页看过的已结束的哨。',
  'palette.open': '打开 #{id} {matter}，{area}',
}

const en: Record<keyof typeof zh, string> = {
  'keys.title': 'Keyboard',
  'keys.switch': 'Single-letter shortcuts',
  'keys.ime': 'None works while an input method composes; in a field only those with Ctrl do.',
  'keys.move': 'next / previous',
  'keys.move_list': 'in a list: next / previous',
  'keys.ends': 'in a list: first / last',
  'keys.send': 'send, in a form or dialog',
  'keys.open': 'open',
  'keys.leave': 'close or go back',
  'keys.help': 'this table',
  'palette.title': 'Search and commands',
  'palette.hint': 'A command, number, place or matter',
  'palette.none': 'Nothing found. Commands, open whistles and those that ended on this page are searched.',
  'palette.open': 'Open #{id} {matter}, {area}',
}

export const t = make_words(zh, en)
