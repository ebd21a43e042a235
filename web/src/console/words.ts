// Words of the console's frame and of its door.
import { make_words } from '../base/language'

const zh = {
  'room.desk': '部门坐席',
  'room.dispatch': '指挥调度',
  'room.board': '督查看板',
  'room.wall': '大屏',
  'room.field': '网格上报',
  'frame.menu': '菜单',
  'frame.newer': '服务器上有新版页面。',
  'frame.newer_more': '手上的事做完再更新；没有提交的请先提交。',
  'frame.reload': '更新页面',
  'login.ended': '登录已结束：在别的窗口退出了，被结束了，或者到期了。请重新登录。',
  'login.demo': '演示城市：选一个坐席进入',
  'login.demo_more': '所有坐席同用口令 {password}',
  'login.filter': '按姓名、岗位、部门或区域查找',
  'login.more': '还有 {count} 个，请输入文字查找',
  'login.nobody': '没有符合的坐席',
  'login.factor': '演示坐席不需要动态口令；正式账号的指挥中心和督查都必须绑定。',
  'login.admin': '账号管理和动态口令的页面要用正式账号看：首次启动时打印过一次首位管理员 admin 的一次性口令，安装的人有。',
  'missing.title': '没有这个页面',
  'missing.more': '地址可能写错了，或者这个页面不属于您的坐席。',
  'missing.home': '回到首页',
}

const en: Record<keyof typeof zh, string> = {
  'room.desk': 'Department desk',
  'room.dispatch': 'Dispatch',
  'room.board': 'Board',
  'room.wall': 'Wall',
  'room.field': 'Field',
  'frame.menu': 'Menu',
  'frame.newer': 'The server has newer pages.',
  'frame.newer_more': 'Finish what you are doing and send what you have typed, then update.',
  'frame.reload': 'Update the page',
  'login.ended': 'Your session has ended: logged out in another window, ended from elsewhere, or expired. Please log in again.',
  'login.demo': 'Demonstration city: take any seat',
  'login.demo_more': 'Every seat has the password {password}',
  'login.filter': 'Find by name, role, department or area',
  'login.more': '{count} more; type to find',
  'login.nobody': 'No such seat',
  'login.factor':
    'Seats of the demonstration need no second factor; real accounts of command centres and supervisors must have one.',
  'login.admin':
    'The pages of accounts and of second factors take a real account: the first start printed, once, ' +
    'the one-time password of the first administrator, admin; whoever installed it has it.',
  'missing.title': 'There is no such page',
  'missing.more': 'The address may be wrong, or this page is not for your seat.',
  'missing.home': 'Home',
}

export const t = make_words(zh, en)
