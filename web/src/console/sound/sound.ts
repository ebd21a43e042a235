// The four sounds of a room, made by the browser itself: no files. A browser plays nothing before somebody has
// touched the page, so the sound is switched on by hand, once a shift.
import { computed, ref } from 'vue'
import { server_now_ms, use_now } from '../../base/server_clock'
import type { AlarmKind } from './alarm_kinds'

let context: AudioContext | null = null
const on = ref(false)
const muted_until_ms = ref(0)

interface Tone {
  hertz: number
  from_s: number
  lasts_s: number
  trill_hertz?: number
  wave: OscillatorType
}

// Two soft notes that rise; three short ticks; a low double tone; and the whistle, a trill near 2.2 kHz.
const tones: Record<AlarmKind, Tone[]> = {
  new: [
    { hertz: 660, from_s: 0, lasts_s: 0.1, wave: 'sine' },
    { hertz: 880, from_s: 0.1, lasts_s: 0.12, wave: 'sine' },
  ],
  due_soon: [0, 0.12, 0.24].map((from_s) => ({ hertz: 1200, from_s, lasts_s: 0.03, wave: 'square' as const })),
  overdue: [0, 0.25].map((from_s) => ({ hertz: 220, from_s, lasts_s: 0.2, wave: 'triangle' as const })),
  emergency: [{ hertz: 2200, from_s: 0, lasts_s: 0.6, trill_hertz: 28, wave: 'sine' }],
}
const loudness = 0.2

function sound_tone(at: AudioContext, tone: Tone): void {
  const from = at.currentTime + tone.from_s
  const until = from + tone.lasts_s
  const source = at.createOscillator()
  const volume = at.createGain()
  source.type = tone.wave
  source.frequency.value = tone.hertz
  volume.gain.setValueAtTime(0, from)
  volume.gain.linearRampToValueAtTime(loudness, from + 0.01)
  volume.gain.setValueAtTime(loudness, until - 0.01)
  volume.gain.linearRampToValueAtTime(0, until)
  if (tone.trill_hertz) {
    const trill = at.createOscillator()
    const width = at.createGain()
    trill.frequency.value = tone.trill_hertz
    width.gain.value = 180
    trill.connect(width).connect(source.frequency)
    trill.start(from)
    trill.stop(until)
  }
  source.connect(volume).connect(at.destination)
  source.start(from)
  source.stop(until)
}

export function use_sound() {
  const now = use_now()
  const muted = computed(() => on.value && now.value < muted_until_ms.value)

  async function switch_on(): Promise<void> {
    context ??= new AudioContext()
    await context.resume()
    on.value = true
    muted_until_ms.value = 0
    play('new')
  }
  function switch_off(): void {
    on.value = false
  }
  function mute(minutes: number): void {
    muted_until_ms.value = server_now_ms() + minutes * 60_000
  }
  // To hear what it is like, also while the sound is off.
  async function try_out(kind: AlarmKind): Promise<void> {
    context ??= new AudioContext()
    await context.resume()
    for (const tone of tones[kind]) sound_tone(context, tone)
  }
  function play(kind: AlarmKind): void {
    if (!on.value || !context || server_now_ms() < muted_until_ms.value) return
    for (const tone of tones[kind]) sound_tone(context, tone)
  }
  return { on, muted, muted_until_ms, switch_on, switch_off, mute, play, try_out }
}
