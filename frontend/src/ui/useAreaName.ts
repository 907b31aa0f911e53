import type { Camera } from '@/centre/types'
import { useWords } from '@/i18n'

/**
 * What a detector's place in a camera's picture is called: a zone, a gauge, or the whole picture; its id where neither
 * is known.
 */
export function useAreaName(): (camera: Camera | undefined, id: string | null) => string {
  const { t, text } = useWords()
  return (camera, id) => {
    if (id === null) return t('settings.cameras.wholePicture')
    const area = [...(camera?.zones ?? []), ...(camera?.gauges ?? [])].find((each) => each.id === id)
    return text(area?.name) || id
  }
}
