// Everything a quarter larger, for eyes and for gloves; remembered on this phone.
import { ref, watchEffect } from 'vue'

const kept = 'gridwhistle.large'

function remembered(): boolean {
  try {
    return localStorage.getItem(kept) === 'yes'
  } catch {
    return false
  }
}

export const large_type = ref(remembered())

export function switch_type(): void {
  large_type.value = !large_type.value
  try {
    localStorage.setItem(kept, large_type.value ? 'yes' : 'no')
  } catch {
    // it lasts for this page
  }
}

watchEffect(() => {
  document.documentElement.classList.toggle('large', large_type.value)
})
