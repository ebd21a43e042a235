// What things of the city are called: the names of the pack in force, kept for as long as its hash stays.
import { shallowRef } from 'vue'
import { joined, language } from '../base/language'
import { fetch_in_time } from './client'
import { Problem } from './problem'

export interface PackArea {
  code: string
  name: string
  level: 'city' | 'district' | 'street' | 'community' | 'grid'
  parent: string
}
export interface PackMatter {
  kind: 'component' | 'matter'
  code: string
  name: string
  class_name: string
  aliases: string[]
  admitted: boolean // may be whistled
}
// Who says one of these may mean any of those: names of matters, or pieces of them.
export interface PackSaying {
  said: string[]
  means: string[]
}
export interface PackDepartment {
  code: string
  name: string
  level: string
  area: string
}
export interface PackNames {
  pack: string
  version: number
  name: string
  time_zone: string
  datum: string
  photo: 'optional' | 'required'
  areas: PackArea[]
  matters: PackMatter[]
  sayings?: PackSaying[] // none in what was kept before the server told them
  departments: PackDepartment[]
}

interface Known {
  names: PackNames
  areas: Map<string, PackArea>
  matters: Map<string, PackMatter>
  departments: Map<string, PackDepartment>
}

const known = shallowRef<Known | null>(null)

export function know_pack(names: PackNames): void {
  known.value = {
    names,
    areas: new Map(names.areas.map((each) => [each.code, each])),
    matters: new Map(names.matters.map((each) => [`${each.kind}:${each.code}`, each])),
    departments: new Map(names.departments.map((each) => [each.code, each])),
  }
}

export async function load_pack(): Promise<PackNames> {
  const answer = await fetch_in_time('/api/v1/pack')
  if (!answer.ok) throw new Problem('pack_unreadable', answer.status, await answer.json().catch(() => ({})))
  const names: PackNames = await answer.json()
  know_pack(names)
  return names
}

export const pack_names = (): PackNames | null => known.value?.names ?? null
export const zone = (): string => known.value?.names.time_zone ?? 'Asia/Shanghai'

interface MatterKey {
  kind: string
  code: string
}
export const find_matter = (key?: MatterKey) => known.value?.matters.get(`${key?.kind}:${key?.code}`)
export const find_area = (code: string) => known.value?.areas.get(code)
export const find_department = (code: string) => known.value?.departments.get(code)

// The code itself where the pack does not know it (any more): never nothing.
export function matter_name(key?: MatterKey): string {
  if (!key || key.code === '') return language.value === 'en' ? 'matter not stated' : '事项不明'
  const kind = language.value === 'en' ? key.kind : key.kind === 'component' ? '部件' : '事项'
  return find_matter(key)?.name ?? `${kind} ${key.code}`
}
export const department_name = (code: string): string => find_department(code)?.name ?? code

// 幸福社区 · 朝阳街道: the place and what it lies in, nearest first.
export function area_name(code: string, levels = 2): string {
  const names: string[] = []
  for (let at = find_area(code); at && names.length < levels; at = find_area(at.parent)) names.push(at.name)
  if (names.length > 0) return joined(names, ' · ')
  return code || (language.value === 'en' ? 'place not known' : '地点不明')
}
