/**
 * What is used of wechaty 1.20, in our own words: the package is large and optional, and nothing here may need it to
 * compile. The bot's tests run these against the real one.
 */
export type Contact = {
  readonly id: string;
  name(): string;
  /** 1 is a person; 2 and 3 are official and corporate accounts. */
  type(): number;
};

export type Room = {
  readonly id: string;
  alias(contact: Contact): Promise<string | undefined>;
  say(text: string, mention?: Contact): Promise<unknown>;
};

export type Message = {
  readonly id: string;
  self(): boolean;
  /** 7 is text. */
  type(): number;
  /** Seconds. */
  age(): number;
  text(): string;
  talker(): Contact;
  listener(): Contact | undefined;
  room(): Room | undefined;
  mentionSelf(): Promise<boolean>;
  say(text: string): Promise<unknown>;
};

type Listeners = {
  readonly scan: (qrcode: string, status: number) => void;
  readonly login: (user: Contact) => void;
  readonly logout: (user: Contact, reason?: string) => void;
  readonly heartbeat: () => void;
  readonly error: (error: unknown) => void;
  readonly message: (message: Message) => void;
  readonly 'room-join': (room: Room, invitees: Contact[], inviter: Contact) => void;
};

export type Wechaty = {
  readonly currentUser: Contact;
  on<E extends keyof Listeners>(event: E, listener: Listeners[E]): unknown;
  start(): Promise<void>;
  stop(): Promise<void>;
};

export const TEXT = 7;
export const INDIVIDUAL = 1;
/** The QR code waits to be scanned. */
export const SCAN_WAITING = 2;

/**
 * Loads wechaty with the puppet named. Without a name wechaty would fall into its default, which logs in to a
 * personal account by an interface that Tencent bans.
 * @param dataDirectory where the puppet keeps its session
 * @throws Error naming what to install
 */
export async function loadWechaty(puppet: string | undefined, name: string): Promise<Wechaty> {
  if (puppet === undefined) {
    throw new Error('WECHATY_PUPPET is not set. Name the puppet to use, such as wechaty-puppet-service; there is no default. See README.'); // prettier-ignore
  }
  const [wechaty] = await Promise.all([load('wechaty', 'wechaty@1.20.2'), load(puppet, puppet)]);
  const builder = wechaty as { WechatyBuilder: { build(options: unknown): Wechaty } };
  return builder.WechatyBuilder.build({ name, puppet });
}

async function load(name: string, toInstall: string): Promise<unknown> {
  try {
    return (await import(name)) as unknown;
  } catch {
    throw new Error(`The package ${name} cannot be loaded. Install it beside this one: npm install --no-save ${toInstall}`); // prettier-ignore
  }
}
