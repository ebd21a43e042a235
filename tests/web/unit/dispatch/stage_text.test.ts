// What a command centre is told that a whistle stands at.
import { expect, test } from 'vitest'
import { stage_text } from '../../../../web/src/console/dispatch/stage_text'

test('what waits for a ruling says so, wherever it is listed; of what is only similar there is the stage alone', () => {
  expect(stage_text({ stage: 'handling', awaits: ['return'] })).toBe('退单待裁定')
  expect(stage_text({ stage: 'handling', awaits: ['extension'] })).toBe('处置中')
  expect(stage_text({ stage: 'handling' })).toBe('处置中')
})
