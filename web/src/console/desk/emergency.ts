// An emergency that a clerk blows: the one kind that docs/permissions.md lets everybody blow.
import { api, type Messages, told } from '../../api/client'
import { csrf } from '../../api/session'
import { server_now_ms } from '../../base/server_clock'
import { make_uuid_v7 } from '../../base/uuid'

export interface Emergency {
  text: string
  area: string // code
  matter: string // "kind:code"; empty: not stated, and a desk finds out
}

// Without these nobody could be sent anywhere.
export const lacking = ({ text, area }: Emergency) => ({ text: text.trim() === '', area: area === '' })

function matter_key(chosen: string): Messages['MatterKey'] | undefined {
  const [kind, code = ''] = chosen.split(':')
  return kind === 'component' || kind === 'matter' ? { kind, code } : undefined
}

export function report_of({ text, area, matter }: Emergency): Messages['Report'] {
  return {
    kind: 'emergency',
    matter: matter_key(matter),
    condition: 0,
    area,
    text: text.trim(),
    photos: [],
    source: 'page',
    observed_at_ms: server_now_ms(),
    source_reference: '',
  }
}

// Said once however often it is sent: ids are of the emergency, not of the try.
export class Blower {
  private readonly whistle_id = make_uuid_v7(server_now_ms())
  private last = { said: '', id: '' }

  blow(one: Emergency): Promise<Messages['Receipt']> {
    const said = JSON.stringify(one)
    if (this.last.said !== said) this.last = { said, id: make_uuid_v7(server_now_ms()) }
    return told(
      api.POST('/api/v1/whistles', {
        params: { header: { 'Idempotency-Key': this.last.id, 'X-CSRF-Token': csrf() } },
        body: { whistle_id: this.whistle_id, report: report_of(one) },
      }),
    )
  }
}
