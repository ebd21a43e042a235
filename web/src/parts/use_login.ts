// The door of phone and console: what is typed at it, who gets in, and the seats of a demonstration.
import { onMounted, ref, shallowRef, watch } from 'vue'
import { type DemoAccounts, demo_accounts, log_in } from '../api/account'
import { owing, type Session, session } from '../api/session'
import { use_sending } from './use_sending'

export function use_login(entered: (opened: Session) => Promise<void> | void, known_user = '') {
  const user = ref(known_user)
  const password = ref('')
  const totp = ref('')
  const { busy, fault, send } = use_sending()
  const demo = shallowRef<DemoAccounts | null>(null)

  onMounted(async () => {
    try {
      demo.value = await demo_accounts()
    } catch (thrown) {
      fault.value = thrown
    }
  })

  // Who owes something first is in as well: the page shows what, and he goes on when all of it is set up.
  async function enter(as: string, word: string): Promise<void> {
    await send(async () => {
      const opened = await log_in(as, word, totp.value)
      if (opened) await entered(opened)
    })
    password.value = ''
    totp.value = ''
  }
  watch(owing, (now, before) => {
    const opened = session.value
    if (before && !now && opened) void send(async () => entered(opened))
  })

  return { user, password, totp, busy, fault, demo, enter }
}
