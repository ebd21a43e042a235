// The table of docs/permissions.md, which a test of the server holds against the server's own: who may do what, to what he
// stands in which relation to.
import { readFileSync } from 'node:fs'

export interface Grant {
  right: string // a command's name, or see, follow, publish, packs, accounts, walls
  roles: string[]
  relation: string
}

const text = readFileSync(new URL('../../docs/permissions.md', import.meta.url), 'utf8')
export const grants: readonly Grant[] = [...text.matchAll(/^\| `(\w+)` \| ([^|]+) \| (\w+) \|$/gm)].map((row) => ({
  right: row[1] ?? '',
  roles: (row[2] ?? '').trim().split(', '),
  relation: row[3] ?? '',
}))
const beside_commands = ['see', 'follow', 'publish', 'packs', 'accounts', 'walls']
// Every command, as it is called in a path.
export const commands: readonly string[] = [...new Set(grants.map((each) => each.right))].filter((each) => !beside_commands.includes(each))

// The code of the refusal that somebody of that role, who is that to a whistle, has to hear; null: he may.
export function refusal(right: string, role: string, relations: readonly string[]): string | null {
  const needed = grants.filter((each) => each.right === right && each.roles.includes(role)).map((each) => each.relation)
  if (needed.length === 0) return 'role_not_allowed'
  if (needed.some((each) => each === 'any' || relations.includes(each))) return null
  return needed[0] === 'own_department' ? 'department_not_called' : 'not_your_whistle'
}
