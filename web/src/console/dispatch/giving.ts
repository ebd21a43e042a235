// Giving a command from a form: once, however often its button is pressed, and with what was typed still there when the
// server says no.
import { inject, type InjectionKey, type Ref, ref, shallowRef } from 'vue'
import { type CommandBody, type CommandName, type CommandTo, give, type Messages } from '../../api/client'
import { Problem } from '../../api/problem'
import { server_now_ms } from '../../base/server_clock'
import { make_uuid_v7 } from '../../base/uuid'

// Whoever opens forms provides it: what a command does may be heard of before its answer, and a form that waits for its own
// is not closed by that. Who takes the answer clears it.
export const waits_for_answer: InjectionKey<Ref<boolean>> = Symbol('a form waits for an answer')

export function use_giving(to: () => CommandTo) {
  const waits = inject(waits_for_answer, () => ref(false), true)
  const busy = ref(false)
  const fault = shallowRef<unknown>(null)
  let last = { said: '', id: '' }

  // Null: refused or unknown, and the fault says why. Saying the same again after no answer is the same command.
  async function run<Name extends CommandName>(
    name: Name,
    body: CommandBody<Name>,
  ): Promise<Messages['Receipt'] | null> {
    if (busy.value) return null
    const target = to()
    const said = JSON.stringify([name, target.whistle_id, target.version, body])
    if (last.said !== said) last = { said, id: make_uuid_v7(server_now_ms()) }
    busy.value = true
    waits.value = true
    fault.value = null
    try {
      return await give(name, { ...target, id: last.id }, body)
    } catch (thrown) {
      fault.value = thrown
      waits.value = false
      if (!(thrown instanceof Problem && thrown.passing)) last = { said: '', id: '' }
      return null
    } finally {
      busy.value = false
    }
  }
  return { busy, fault, run }
}

export const target_of = (view: Messages['WhistleView']): CommandTo => ({
  whistle_id: view.state?.whistle_id ?? '',
  version: view.state?.version ?? 0,
})
