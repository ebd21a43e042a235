import { expect, test } from 'vitest'
import { even_shades, ramp, rgb_of, shades_of, step_of } from '../../../../web/src/console/map/shade'

test('counts have rising steps, of which the first begins at one', () => {
  expect(shades_of([1, 2, 1])).toEqual({ bounds: [1, 2] })
  expect(shades_of([3, 700, 12])).toEqual({ bounds: [1, 50, 100, 200, 500] })
  expect(shades_of([16])).toEqual({ bounds: [1, 2, 5, 10] })
})

test('the steps of counts stay while the counts go up and down a little', () => {
  for (const most of [20, 23, 37, 49]) expect(shades_of([most])).toEqual(shades_of([20]))
})

test('nothing to count shades nothing', () => {
  expect(shades_of([])).toEqual({ bounds: [] })
  expect(shades_of([0, 0])).toEqual({ bounds: [] })
  expect(step_of({ bounds: [] }, 4)).toBe(-1)
})

test('a value has the last step that it reaches; below the first and unsaid it has none', () => {
  const shades = { bounds: [1, 4, 9] }
  expect([undefined, 0, 1, 3, 4, 9, 100].map((each) => step_of(shades, each))).toEqual([-1, -1, 0, 0, 1, 2, 2])
})

test('shares are spread evenly between the lowest and the highest, and one value is one step', () => {
  expect(even_shades([90, 100]).bounds).toEqual([90, 92, 94, 96, 98])
  expect(even_shades([7, 7]).bounds).toEqual([7])
})

test('the ramp goes from low to high, and a single step is the darkest', () => {
  expect(rgb_of('#1d478c')).toEqual([29, 71, 140])
  expect(ramp('#000000', '#ffffff', 3)).toEqual(['rgb(0, 0, 0)', 'rgb(128, 128, 128)', 'rgb(255, 255, 255)'])
  expect(ramp('#000000', '#ffffff', 1)).toEqual(['rgb(255, 255, 255)'])
})
