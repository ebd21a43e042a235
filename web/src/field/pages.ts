// Which page is open. In the address behind #, so that the phone's own way back works, and a reload finds the same
// page.
import { ref } from 'vue'

export type PageName = 'home' | 'tasks' | 'mine' | 'report' | 'whistle' | 'handover'
export interface Page {
  name: PageName
  id: string
}

const names: readonly PageName[] = ['home', 'tasks', 'mine', 'report', 'whistle', 'handover']

export function page_of(hash: string): Page {
  const [name, id = ''] = hash.replace(/^#\/?/, '').split('/')
  return { name: names.find((each) => each === name) ?? 'home', id }
}

export const page = ref<Page>(page_of(location.hash))
addEventListener('hashchange', () => {
  page.value = page_of(location.hash)
})

export const address = (name: PageName, id = ''): string => (id === '' ? `#/${name}` : `#/${name}/${id}`)

export function go(name: PageName, id = ''): void {
  location.hash = address(name, id)
}

// What is finished is not gone back to.
export function go_instead(name: PageName, id = ''): void {
  location.replace(address(name, id))
}
