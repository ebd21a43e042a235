// What a form cannot do without. Its button can be pressed all the same: then each field that lacks is named beside it, the
// first of them has the focus, and the names go as the fields are filled in.
import { computed, type ComputedRef, inject, type InjectionKey, nextTick, provide, ref, useId } from 'vue'

// Of each field what is said where it lacks, in the order in which they stand on the page.
export type Wanted = Readonly<Record<string, string | false>>

interface Told {
  told: ComputedRef<Readonly<Record<string, string>>>
  note_of: (field: string) => string // id of its note
  lacks: (field: string) => Record<string, string | boolean | undefined> // for who cannot see the note
}
const told_key: InjectionKey<Told> = Symbol('what lacks')

export function use_whole(form: () => HTMLElement | null, wanted: () => Wanted) {
  const tried = ref(false)
  const id = useId()
  const lacking = () => Object.entries(wanted()).filter((each): each is [string, string] => each[1] !== false)
  const told = computed(() => (tried.value ? Object.fromEntries(lacking()) : {}))
  const note_of = (field: string) => `${id}-${field}`
  const lacks = (field: string) => ({
    'data-field': field,
    'aria-invalid': field in told.value || undefined,
    'aria-describedby': field in told.value ? note_of(field) : undefined,
  })

  // Nothing lacks; else it is told.
  function is_whole(): boolean {
    const [first] = lacking()
    tried.value = first !== undefined
    if (!first) return true
    void nextTick(() => {
      const found = form()?.querySelector<HTMLElement>(`[data-field=${first[0]}]`)
      const field = found?.matches('fieldset') ? found.querySelector<HTMLElement>('input') : found
      field?.focus()
    })
    return false
  }
  const made = { told, note_of, lacks }
  provide(told_key, made)
  return { ...made, is_whole }
}

// One field of such a form, which has its name. Elsewhere nothing is missed.
export function use_field(name: () => string | undefined) {
  const told = inject(told_key, null)
  return computed(() => {
    const field = name()
    if (!told || field === undefined) return { note: '', id: undefined, lacks: {} }
    return { note: told.told.value[field] ?? '', id: told.note_of(field), lacks: told.lacks(field) }
  })
}
