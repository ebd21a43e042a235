// Words of the hand-over, which is read when a shift ends and comes behind what is needed first.
import { make_words } from '../../base/language'

const zh = {
  title: '交接班',
  more: '把没办完的交给下一班，再清空本机。',
  by: '{user} · {area} · {at}',
  waiting: '未送达',
  tasks: '待核实',
  questions: '待答复',
  none: '无',
  share: '分享文字',
  copied: '已复制',
  by_hand: '不能复制到剪贴板：请长按选中的文字，自行复制',
  print: '打印',
  clear: '清空本机并退出',
  clear_sure: '本机保存的清单、照片和已送达记录都会删除，并退出登录。确定？',
  not_yet: '还有 {count} 件未送达或未提交，不能清空：请先发送或删除。',
}

const en: Record<keyof typeof zh, string> = {
  title: 'Shift hand-over',
  more: 'Hand what is not done to the next shift, then clear this phone.',
  by: '{user} · {area} · {at}',
  waiting: 'Not delivered',
  tasks: 'To verify',
  questions: 'To answer',
  none: 'none',
  share: 'Share as text',
  copied: 'Copied',
  by_hand: 'The clipboard is refused: copy the selected text by hand',
  print: 'Print',
  clear: 'Clear this phone and log out',
  clear_sure:
    'Lists, photos and records of what was delivered are deleted from this phone, and you are logged out. Go on?',
  not_yet: '{count} are not delivered or not submitted. Send or delete them first.',
}

export const t = make_words(zh, en)
