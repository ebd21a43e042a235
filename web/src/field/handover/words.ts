// Words of the hand-over, which is read when a shift ends and comes behind what is needed first.
import { make_words } from '../../base/language'

const zh = {
  title: '交接班',
  more: '先看清没办完的，告诉下一班，再清空本机。这里不会自动发给任何人：分享或打印给谁，谁才看得到。',
  by: '{user} · {area} · {at}',
  same_owner: '交接班不改变哨件归谁，也不改变时限。',
  waiting: '待发',
  tasks: '待核实',
  questions: '待答复',
  none: '无',
  'goes.drafts': '只在本机，没有人看得到。请提交，或删除。',
  'goes.waiting': '还没有服务器的回执：要当作没有人看得到。',
  'goes.tasks': '下一班接着核实：换班后按排班点名当班的网格员。看管此地的网格员和指挥中心都看得到，都能核实。',
  'goes.questions': '仍等上报人本人答复，换一台手机登录也能答。期满没有答复，承办部门恢复计时。',
  'goes.open': '在承办部门或指挥中心手里，接着办。看管此地的网格员也看得到；结果仍在上报人的“我的”里。',
  named: '按排班，现在由 {who} 核实',
  named_nobody: '排班上现在没有人',
  others: '由 {user} 所写，须其本人登录后发送或删除',
  share: '分享文字',
  copied: '已复制',
  by_hand: '不能复制到剪贴板：请长按选中的文字，自行复制',
  print: '打印',
  drop: '删除',
  clear: '清空本机并退出',
  clear_sure: '本机保存的清单、照片和已送达记录都会删除，并退出登录。确定？',
  not_yet: '还有 {count} 件待发、草稿或需处理，不能清空：请先发送，或在上面逐件删除。',
  not_yet_others: '其中 {count} 件由他人所写，只能由其本人登录后发送或删除。',
}

const en: Record<keyof typeof zh, string> = {
  title: 'Shift hand-over',
  more:
    'See what is not done, tell the next shift, then clear this phone. Nothing is sent to anybody by itself: ' +
    'only those see this whom you share or print it for.',
  by: '{user} · {area} · {at}',
  same_owner: 'A hand-over changes neither who has a whistle nor its limits.',
  waiting: 'To send',
  tasks: 'To verify',
  questions: 'To answer',
  none: 'none',
  'goes.drafts': 'On this phone only, and nobody sees it. Submit or delete it.',
  'goes.waiting': 'The server has not said that it has it: reckon that nobody sees it.',
  'goes.tasks':
    'For the next shift to verify: from then on the roster names the grid worker on duty. Grid workers and the ' +
    'command centre of this place see it, and each of them may verify it.',
  'goes.questions':
    'Waits for the reporter himself, who may answer from any phone. If no answer comes in time, the clocks of the ' +
    'department run again.',
  'goes.open':
    'With its department or a command centre, which goes on. Grid workers of this place see it, too; how it ends ' +
    'stands under “Mine” of its reporter.',
  named: 'by the roster {who} verifies it now',
  named_nobody: 'the roster has nobody on duty now',
  others: 'By {user}, who has to log in to send or delete it',
  share: 'Share as text',
  copied: 'Copied',
  by_hand: 'The clipboard is refused: copy the selected text by hand',
  print: 'Print',
  drop: 'Delete',
  clear: 'Clear this phone and log out',
  clear_sure:
    'Lists, photos and records of what was delivered are deleted from this phone, and you are logged out. Go on?',
  not_yet:
    '{count} are to be sent, drafts or to be looked at, so the phone cannot be cleared. Send them, or delete them one by ' +
    'one above.',
  not_yet_others: '{count} of them are by somebody else, who alone can send or delete them after logging in.',
}

export const t = make_words(zh, en)
