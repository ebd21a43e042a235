// The photos of one item while it is being written: shrunk, kept, then shown. In this order, so that a photo which is
// seen is a photo that is kept.
import { onScopeDispose, ref, shallowRef, triggerRef } from 'vue'
import { drop_photo, photos_of } from '../outbox/box'
import type { StoredPhoto } from '../outbox/items'
import { is_full } from '../store'
import { t } from '../words'
import { add_photo, photos_max } from './drafts'
import { PhotoUnreadable, shrink } from './photo_shrink'

export interface ShownPhoto {
  photo: StoredPhoto
  url: string
}

// `before_first` keeps the item itself, because a photo is the photo of something.
export function use_photos(item_id: string, before_first: () => Promise<void>) {
  const shown = shallowRef<ShownPhoto[]>([])
  const working = ref(0)
  const trouble = ref('')

  const show = (photo: StoredPhoto): ShownPhoto => ({
    photo,
    url: URL.createObjectURL(new Blob([photo.bytes], { type: 'image/jpeg' })),
  })

  async function recall() {
    shown.value = (await photos_of(item_id)).map(show)
  }

  async function add_one(file: File) {
    const bytes = await shrink(file)
    const last = shown.value[shown.value.length - 1]
    const kept = await add_photo(item_id, (last?.photo.number ?? 0) + 1, bytes)
    shown.value.push(show(kept))
    triggerRef(shown)
  }

  async function add(files: File[]) {
    trouble.value = ''
    const room = files.slice(0, photos_max - shown.value.length - working.value)
    working.value += room.length
    for (const file of room) {
      try {
        await before_first()
        await add_one(file)
      } catch (thrown) {
        if (is_full(thrown)) trouble.value = t('report.full')
        else if (thrown instanceof PhotoUnreadable) trouble.value = t('report.photo_unreadable')
        else throw thrown
      } finally {
        working.value -= 1
      }
    }
  }

  async function remove(one: ShownPhoto) {
    await drop_photo(one.photo.id)
    URL.revokeObjectURL(one.url)
    shown.value = shown.value.filter((each) => each !== one)
  }

  onScopeDispose(() => {
    for (const each of shown.value) URL.revokeObjectURL(each.url)
  })
  return { shown, working, trouble, recall, add, remove }
}
