// How many lines of a list are seen: a line that is half cut off is not drawn.
import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

export const lines_in = (height_px: number, line_px: number, most: number): number =>
  line_px > 0 ? Math.max(0, Math.min(most, Math.floor((height_px + 1) / line_px))) : most

// The list takes the room that is there, whatever it holds; its lines are as high as its text.
export function use_room(list: Ref<HTMLElement | null>, most: number): Ref<number> {
  const lines = ref(most)
  const watcher = new ResizeObserver(() => {
    if (!list.value) return
    lines.value = lines_in(list.value.clientHeight, Number.parseFloat(getComputedStyle(list.value).lineHeight), most)
  })
  onMounted(() => {
    if (list.value) watcher.observe(list.value)
  })
  onBeforeUnmount(() => watcher.disconnect())
  return lines
}
