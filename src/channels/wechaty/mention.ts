import type { Contact, Message, Room } from './wechaty.js';

// The space that WeChat puts behind a mention, or any other, or the end.
const AFTER = '(?:\\u2005|\\s|$)';
const EVERYONE = /@(?:所有人|all)(?:\u2005|\s|$)/iu;

/** A text as typed, without signs that nobody sees. */
export function withoutHidden(text: string): string {
  return text
    .replaceAll(/<br\s*\/?>/giu, '\n')
    .replaceAll(/[\u200b-\u200f\u2060-\u2064\ufeff]/gu, '')
    .trim();
}

/**
 * What a message in a room says to the bot, without the mention; undefined when it is not to the bot. Many puppets do
 * not report mentions, so the name, and the name in this room, are looked for too. A mention of everyone is for nobody.
 */
export async function addressedText(
  message: Message,
  room: Room,
  me: Contact,
  given: string,
): Promise<string | undefined> {
  if (!given.includes('@') || EVERYONE.test(given)) return undefined;
  const names = [await room.alias(me), me.name()].filter((name): name is string => Boolean(name));
  const text = names.reduce((rest, name) => rest.replace(mentionOf(name), ' '), given);
  const isNamed = text !== given;
  if (!isNamed && !(await message.mentionSelf())) return undefined;
  // Mentioned under a name not known here: what follows the first @ up to its space is the name.
  return withoutHidden(isNamed ? text : given.replace(/@[^\s\u2005]*(?:\u2005|\s|$)/u, ' '));
}

function mentionOf(name: string): RegExp {
  return new RegExp(`@${name.replaceAll(/[$()*+.?[\\\]^{|}]/gu, '\\$&')}${AFTER}`, 'u');
}
