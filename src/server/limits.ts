/** What one connection, one client and all together may take. Times in milliseconds. */
export type ServerLimits = {
  /** Until the last header has come: a phone on a bad line needs two seconds. */
  readonly headersMs: number;
  /** Until the whole request has come; a body has 64 KiB at most. */
  readonly requestMs: number;
  /** How often both are looked at. */
  readonly checkMs: number;
  /** A connection without a request is closed after this; proxies must keep theirs for less. */
  readonly idleMs: number;
  /** A client that takes nothing of what waits for it is dropped after this. */
  readonly stallMs: number;
  /** All headers together; cookies, the largest we set, have 300 bytes. */
  readonly headerBytes: number;
  readonly headerCount: number;
  /** Then the client connects anew, so that load spreads over replicas. */
  readonly requestsPerConnection: number;
  readonly connections: number;
  /** Connections the kernel holds until they are accepted. */
  readonly backlog: number;
  /** More than the pages of an office behind one address keep open; proxies and this machine are not counted. */
  readonly connectionsPerClient: number;
  /** The largest body any route takes. */
  readonly bodyBytes: number;
  /** Requests being answered at once: as many as wait for a model that takes four seconds, at 200 a second. */
  readonly inFlight: number;
  /** Who has waited so long is turned away: two seconds are borne better than a refusal. */
  readonly waitMs: number;
  /** How long requests and streams may go on after the signal to stop, of the ten seconds there are. */
  readonly stopMs: number;
  /** How long after it the clients that have only begun a request may go on with it. */
  readonly lingerMs: number;
};

export const SERVER_LIMITS: ServerLimits = {
  headersMs: 10_000,
  requestMs: 15_000,
  checkMs: 5000,
  idleMs: 5000,
  stallMs: 10_000,
  headerBytes: 8 * 1024,
  headerCount: 100,
  requestsPerConnection: 1000,
  connections: 2000,
  backlog: 511,
  connectionsPerClient: 50,
  bodyBytes: 64 * 1024,
  inFlight: 800,
  waitMs: 2000,
  stopMs: 8000,
  lingerMs: 1000,
};
