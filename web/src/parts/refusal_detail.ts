// What a refusal names, as people say it: departments and users by their names, an instant by the city's clock.
import { find_department, zone } from '../api/pack'
import { person_name } from '../api/people'
import { instant_text } from '../base/time_text'

export const refusal_detail = (detail: string): string =>
  detail.replace(/\S+/g, (word) => {
    const at_ms = /^\d{4}-\d\d-\d\dT.+Z$/.test(word) ? Date.parse(word) : NaN
    return find_department(word)?.name ?? (Number.isNaN(at_ms) ? person_name(word) : instant_text(at_ms, zone()))
  })
