import { ref, type Ref } from 'vue'

/** A pointer that has not moved for so long, ms, is not a hand at work: things are sorted under it. */
export const REST = 10_000

export interface Hand {
  pointerInside: Ref<boolean>
  atWork: () => boolean
  /** The pointer is over the things, and moves. */
  handMoved: () => void
  handLeft: () => void
}

/** The officer's hand among things that change their places, cards or tiles; `left` is done when it goes. */
export function useHand(left: () => void = () => undefined): Hand {
  const pointerInside = ref(false)
  let movedAt = -Infinity
  return {
    pointerInside,
    atWork: () => pointerInside.value && performance.now() - movedAt < REST,
    handMoved: () => {
      pointerInside.value = true
      movedAt = performance.now()
    },
    handLeft: () => {
      pointerInside.value = false
      left()
    },
  }
}
