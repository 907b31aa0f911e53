interface Act {
  action: string
  done: Promise<boolean>
}

/**
 * Asks the centre for one thing after the other: what is asked of an alert while something is under way waits for it,
 * and is asked only if that was granted. The same thing asked twice is one.
 */
export class Acts {
  private readonly under = new Map<string, Act[]>()

  /** `busy` holds the ids of the alerts about which something is asked. */
  constructor(private readonly busy: Set<string>) {}

  /** `send` asks the centre, and says whether it granted that; it never throws. */
  ask(id: string, action: string, send: () => Promise<boolean>): Promise<boolean> {
    const under = this.under.get(id) ?? []
    const known = under.find((one) => one.action === action)
    if (known) return known.done
    const before = under.at(-1)?.done ?? Promise.resolve(true)
    const act: Act = { action, done: before.then((granted) => granted && send()) }
    this.under.set(id, [...under, act])
    this.busy.add(id)
    void act.done.then(() => this.finish(id, act))
    return act.done
  }

  private finish(id: string, act: Act): void {
    const left = (this.under.get(id) ?? []).filter((one) => one !== act)
    if (left.length > 0) {
      this.under.set(id, left)
      return
    }
    this.under.delete(id)
    this.busy.delete(id)
  }
}
