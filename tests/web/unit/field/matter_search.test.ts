import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PackMatter } from '../../../../web/src/api/pack'
import { with_official } from '../../../../web/src/field/report/everyday'
import { build_index, grams_of, search_matters } from '../../../../web/src/field/report/matter_search'

const root = resolve(import.meta.dirname, '../../../..')
const [, ...lines] = readFileSync(join(root, 'deploy/packs/shenyang/matters.csv'), 'utf8').trim().split('\n')
const matters = lines.map((line): PackMatter => {
  const [kind, code = '', name = '', class_name = '', aliases = '', admitted] = line.split(',')
  return {
    kind: kind === 'component' ? 'component' : 'matter',
    code,
    name,
    class_name,
    aliases: aliases.split('|'),
    admitted: admitted === 'yes',
  }
})
const index = build_index(matters)

describe('search_matters', () => {
  it('cuts Chinese into characters and pairs, and words into themselves and threes', () => {
    expect(grams_of('井盖，坏')).toEqual(['井', '盖', '井盖', '坏'])
    expect(grams_of('lamp')).toEqual(['lamp', 'lam', 'amp'])
  })

  it.each(matters.slice(0, 60).map((each) => [each.name]))('finds %s by its own name', (name) => {
    expect(search_matters(index, name, 6).map((each) => each.name)).toContain(name)
  })

  it.each([
    ['井盖坏了', '井盖'],
    ['马葫芦盖丢了', '井盖'],
    ['污水井盖翘起来了', '污水井盖'],
    ['下水道堵了', '雨水箅子'],
    ['马路上有个坑', '道路破损'],
    ['路灯不亮', '路灯'],
    ['红绿灯坏了', '交通信号灯'],
    ['电线掉下来了', '架空线缆脱落'],
    ['护栏撞歪了', '护栏'],
    ['桥边栏杆断了', '护栏'],
    ['消防栓漏水', '消防设施'],
    ['公交站牌倒了', '公交站设施'],
    ['小区健身器材坏了', '户外健身设施'],
    ['垃圾桶满了', '满溢'],
    ['垃圾没人收', '满溢'],
    ['门口一堆垃圾', '暴露垃圾'],
    ['路边有只死猫', '动物尸体'],
    ['积雪没清', '道路积雪'],
    ['路面结冰太滑', '道路积雪'],
    ['树倒了压着车', '行道树'],
    ['楼下太吵睡不着', '噪声扰民'],
    ['工地半夜施工', '施工扰民'],
    ['墙上乱涂乱画', '非法小广告'],
    ['电线杆上全是牛皮癣', '非法小广告'],
    ['广告牌要掉了', '户外广告'],
    ['路边摆摊占道', '占道经营'],
    ['楼顶违建', '私搭乱建'],
    ['车停在人行道上', '机动车乱停放'],
    ['电动车停满楼门口', '非机动车乱停放'],
    ['共享单车乱放', '共享单车乱象'],
    ['楼道堆杂物', '乱堆杂物'],
    ['有人装地锁', '私设地锁'],
    ['闻到煤气味', '燃气'],
    ['有人烧烤冒烟', '露天烧烤'],
    ['manhole cover broken', '井盖'],
    ['a pothole in the street', '道路破损'],
  ])('finds for "%s" a matter with %s among the first five, without a network', (said, name) => {
    const found = search_matters(index, with_official(said), 5).map((each) => each.name)
    expect(found.some((each) => each.includes(name)), found.join(' ')).toBe(true)
  })

  it('adds nothing to words that the list has itself', () => {
    expect(with_official('供水井盖')).toBe('供水井盖')
    expect(with_official('噪声扰民')).toBe('噪声扰民')
    expect(with_official('the office cabinet')).toBe('the office cabinet')
  })

  it('finds nothing in nothing', () => {
    expect(search_matters(index, '', 6)).toEqual([])
    expect(search_matters(index, '123', 6)).toEqual([])
  })
})
