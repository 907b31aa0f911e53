/** Whether this page's alarm can be heard, as the centre is told. */
export type SoundState = 'on' | 'muted' | 'blocked'

/** What the centre is told of this page: whether it can be heard and seen, and which incident it shows. */
export class PageReport {
  sound: SoundState = 'blocked'
  private incident: string | null = null

  constructor(private readonly send: (data: object) => boolean) {}

  /** Says all; false while there is no connection. */
  tell(): boolean {
    const sent = this.send({ type: 'console', sound: this.sound, visible: document.visibilityState === 'visible' })
    if (sent) this.look(this.incident)
    return sent
  }

  look(shown: string | null): void {
    this.incident = shown
    this.send({ type: 'looking', incident_id: shown })
  }
}
