// Words of what must be set up before anything else, which few owe: they come with the steps themselves.
import { make_words } from '../base/language'

const zh = {
  'owed.password': '设置自己的口令',
  'owed.password_more': '一次性口令只够登录这一次。请设置只有您知道的口令，一次性口令随即作废。',
  'owed.second_factor': '绑定动态口令',
  'owed.second_factor_more': '您的岗位能替别人做决定，登录除口令外还要六位动态口令。',
  'owed.leave': '退出',
  'password.current': '当前口令',
  'password.chosen': '新口令（至少 8 个字符）',
  'password.again': '再输一次新口令',
  'password.differ': '两次输入不一致',
  'password.save': '保存口令',
  'factor.scan': '用手机上的验证器应用扫描，或手工输入密钥：',
  'factor.qr': '动态口令密钥的二维码',
  'factor.secret': '密钥',
  'factor.link': '本机就是那部手机：在验证器中打开',
  'factor.code': '验证器显示的六位数字',
  'factor.confirm': '完成绑定',
}

const en: Record<keyof typeof zh, string> = {
  'owed.password': 'Choose your own password',
  'owed.password_more':
    'A one-time password is good for this login only. Choose one that only you know; the one-time password then becomes void.',
  'owed.second_factor': 'Enrol a second factor',
  'owed.second_factor_more': 'Your role decides for others: every login needs a six-digit code besides the password.',
  'owed.leave': 'Log out',
  'password.current': 'Current password',
  'password.chosen': 'New password (at least 8 characters)',
  'password.again': 'The new password again',
  'password.differ': 'The two do not match',
  'password.save': 'Save the password',
  'factor.scan': 'Scan this with an authenticator on your phone, or type the secret there:',
  'factor.qr': 'The secret of the second factor as a QR code',
  'factor.secret': 'Secret',
  'factor.link': 'This is that phone: open it in the authenticator',
  'factor.code': 'The six digits that the authenticator shows',
  'factor.confirm': 'Enrol',
}

export const t = make_words(zh, en)
