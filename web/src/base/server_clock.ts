// The server's time on this page. Deadlines are the server's; a clerk's clock may be hours wrong.
import { onScopeDispose, readonly, ref } from 'vue'

let ahead_ms = 0 // of this device's clock
const ticking = ref(Date.now())
let users = 0
let timer: ReturnType<typeof setInterval> | undefined

// What the server's clock showed just now.
export function set_server_time(now_ms: number): void {
  ahead_ms = now_ms - Date.now()
  ticking.value = server_now_ms()
}

export function server_now_ms(): number {
  return Date.now() + ahead_ms
}

// The instant now, once a second, as long as somebody looks: one timer for all timers of a page.
export function use_now() {
  users += 1
  timer ??= setInterval(() => {
    ticking.value = server_now_ms()
  }, 1000)
  onScopeDispose(() => {
    users -= 1
    if (users > 0) return
    clearInterval(timer)
    timer = undefined
  })
  return readonly(ticking)
}
