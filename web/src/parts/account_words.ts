// Words of the door, the same on phone and console: who comes in.
import { make_words } from '../base/language'

const zh = {
  'login.user': '用户',
  'login.password': '口令',
  'login.totp': '动态口令（六位，设置了才填）',
  'login.enter': '登录',
  'password.show': '显示',
  'password.capitals': '大写锁定已开',
}

const en: Record<keyof typeof zh, string> = {
  'login.user': 'User',
  'login.password': 'Password',
  'login.totp': 'Second factor (six digits, where one is set)',
  'login.enter': 'Log in',
  'password.show': 'Show',
  'password.capitals': 'Caps Lock is on',
}

export const t = make_words(zh, en)
