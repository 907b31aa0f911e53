import { computed, type ComputedRef, type ShallowRef } from 'vue'
import { failureText, RequestError } from '@/centre/client'
import { useWords } from '@/i18n'

/** Why a password or a code within the open session was refused, in words; '' where nothing was. */
export function useRefusal(error: ShallowRef<unknown>): ComputedRef<string> {
  const { t, text } = useWords()
  return computed(() => {
    const failure = error.value
    if (failure === null) return ''
    const limited = failure instanceof RequestError && failure.status === 429
    return limited ? t('signin.limitedLater') : text(failureText(failure))
  })
}
