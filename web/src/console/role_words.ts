// What each role is called by who looks for its seat, in both languages at once: whoever types at a door has chosen
// neither yet. The names that pages show, and those of the room a role works in.
import type { Role } from '../api/session'

export const role_words: Record<Role, string> = {
  grid_worker: '网格员 网格上报 grid worker field',
  clerk: '部门坐席 department clerk desk',
  desk_officer: '指挥中心 指挥调度 派遣 command centre command center dispatch',
  importer: '导入 importer',
  supervisor: '督查 督查看板 督办 supervisor board',
}
