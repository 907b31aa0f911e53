import { onBeforeUnmount, onMounted, type Ref } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'

/** Asks before the page is left while something on it is not stored. */
export function useLeaveGuard(dirty: Readonly<Ref<boolean>>, question: () => string): void {
  const unload = (event: BeforeUnloadEvent): void => {
    if (dirty.value) event.preventDefault()
  }
  onBeforeRouteLeave(() => !dirty.value || window.confirm(question()))
  onMounted(() => window.addEventListener('beforeunload', unload))
  onBeforeUnmount(() => window.removeEventListener('beforeunload', unload))
}
