/** What the bot can do now. isLoggedIn of wechaty stays true when a session has died, so it is not asked. */
export type HealthState = 'starting' | 'waiting_scan' | 'up' | 'down';

// Puppets send a heartbeat every minute or less.
const SILENT_MS = 5 * 60 * 1000;

/** Up means: a login was seen, no logout since, and the puppet still beats. */
export class Health {
  #state: HealthState = 'starting';
  #beatAt = Date.now();

  set(state: HealthState): void {
    this.#state = state;
    this.#beatAt = Date.now();
  }

  beat(): void {
    this.#beatAt = Date.now();
  }

  get state(): HealthState {
    const isSilent = this.#state === 'up' && Date.now() - this.#beatAt > SILENT_MS;
    return isSilent ? 'down' : this.#state;
  }
}
