// Light, dark, or as the device has it.
import { ref, watchEffect } from 'vue'

export type Theme = 'auto' | 'light' | 'dark'
const themes: readonly Theme[] = ['auto', 'light', 'dark']
const kept = 'gridwhistle.theme'

function remembered(): Theme {
  try {
    const found = localStorage.getItem(kept)
    return themes.find((each) => each === found) ?? 'auto'
  } catch {
    return 'auto'
  }
}

export const theme = ref<Theme>(remembered())

export function next_theme(): void {
  theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? 'auto'
  try {
    localStorage.setItem(kept, theme.value)
  } catch {
    // it lasts for this page
  }
}

watchEffect(() => {
  if (theme.value === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme.value
})
