// Why the server said no, or that it said nothing.
import { language } from '../base/language'
import { t } from '../base/words'
import type { components } from './generated/openapi'

export type ProblemBody = components['schemas']['problem']

export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number, // 0: no answer came
    readonly body: Partial<ProblemBody> = {},
  ) {
    super(body.title ?? code)
  }

  // In the language of the page.
  get title(): string {
    if (this.status === 0) return t('state.unreachable')
    return (language.value === 'en' ? this.body.title : this.body.title_zh) || this.code
  }

  get detail(): string {
    return this.status === 0 ? t('state.unreachable_detail') : (this.body.detail ?? '')
  }

  // The same request may succeed when it is sent again: nothing is known to be wrong with it.
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

export function unreachable(): Problem {
  return new Problem('unreachable', 0)
}
