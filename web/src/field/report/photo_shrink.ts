// A photo as it is sent: at most 1600 pixels, JPEG, turned as it was held. Drawing it anew also leaves behind what the
// camera wrote into the file; where and when are fields of the report.
const side_max = 1600
const quality = 0.8

export class PhotoUnreadable extends Error {}

interface Picture {
  width: number
  height: number
  source: CanvasImageSource
  close: () => void
}

async function read(file: Blob): Promise<Picture> {
  if (typeof createImageBitmap === 'function') {
    const bitmap = await createImageBitmap(file).catch(() => null)
    if (bitmap) return { width: bitmap.width, height: bitmap.height, source: bitmap, close: () => bitmap.close() }
  }
  const url = URL.createObjectURL(file)
  const image = new Image()
  image.src = url
  try {
    await image.decode()
  } catch {
    URL.revokeObjectURL(url)
    throw new PhotoUnreadable()
  }
  return {
    width: image.naturalWidth,
    height: image.naturalHeight,
    source: image,
    close: () => URL.revokeObjectURL(url),
  }
}

export async function shrink(file: Blob): Promise<ArrayBuffer> {
  const picture = await read(file)
  try {
    const share = Math.min(1, side_max / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * share))
    canvas.height = Math.max(1, Math.round(picture.height * share))
    const pen = canvas.getContext('2d')
    if (!pen) throw new PhotoUnreadable()
    pen.fillStyle = '#fff' // under what is transparent
    pen.fillRect(0, 0, canvas.width, canvas.height)
    pen.drawImage(picture.source, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
    if (!blob) throw new PhotoUnreadable()
    return await blob.arrayBuffer()
  } finally {
    picture.close()
  }
}
