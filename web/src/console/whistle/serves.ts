// Whose place it is: a department serves what lies in its own area.
import { find_department } from '../../api/pack'

// A place that is not known yet rules nobody out.
export function serves_at(area: string): (department: string) => boolean {
  return (department) => area === '' || area.startsWith(find_department(department)?.area ?? area)
}
