import { XmlError, type Fields } from './read-xml.js';

type Common = {
  /** The account written to: gh_…, or the CorpID. */
  readonly toUser: string;
  /** The person: an openid, or a member's id. Personal data: never logged, stored only as a pseudonym. */
  readonly fromUser: string;
  /** Seconds. */
  readonly createTime: number;
  /** The same for every delivery of the same message. */
  readonly dedupeKey: string;
};
type Numbered = Common & { readonly msgId: string };

/** What WeChat delivers. Kinds that nobody reads here are told apart by name only. */
export type Incoming =
  | (Numbered & { readonly type: 'text'; readonly text: string; readonly menuId?: string })
  | (Numbered & {
      readonly type: 'voice';
      readonly mediaId: string;
      readonly recognition: string;
      readonly text?: string;
    })
  | (Numbered & { readonly type: 'image'; readonly mediaId: string; readonly picUrl: string })
  | (Numbered & { readonly type: 'unsupported' | 'video' | 'shortvideo' | 'location' | 'link' | 'other' })
  | (Common & {
      readonly type: 'event';
      readonly event: string;
      readonly eventKey: string;
      /** The code of a QR scan, without its prefix. */
      readonly scene?: string;
    });

// WeChat puts this text into a text message when a person sends something the interface does not carry.
const UNSUPPORTED = /^【收到不支持的消息类型，暂无法显示】$/u;
const SCENE_PREFIX = 'qrscene_';
const OTHER_TYPES = ['video', 'shortvideo', 'location', 'link'] as const;

/** Sorts the fields of a message. @throws XmlError when one that every message has is missing or malformed */
export function readIncoming(fields: Fields): Incoming {
  const required = (name: string, pattern: RegExp) => {
    const value = fields.get(name) ?? '';
    if (!pattern.test(value)) throw new XmlError(`${name} is missing or malformed`);
    return value;
  };
  const toUser = required('ToUserName', /^\S{1,128}$/u);
  const fromUser = required('FromUserName', /^\S{1,128}$/u);
  const createTime = Number(required('CreateTime', /^\d{1,12}$/u));
  const type = required('MsgType', /^\w{1,64}$/u);
  const common = { toUser, fromUser, createTime };
  if (type === 'event') {
    const event = required('Event', /^[\w.-]{1,64}$/u);
    // Events carry no MsgId; WeChat says to tell them apart by sender and time. The name is added.
    const dedupeKey = `evt:${fromUser}:${createTime}:${event}`;
    const eventKey = fields.get('EventKey') ?? '';
    const scene =
      event === 'SCAN'
        ? eventKey
        : event === 'subscribe' && eventKey.startsWith(SCENE_PREFIX)
          ? eventKey.slice(SCENE_PREFIX.length)
          : undefined;
    return { ...common, dedupeKey, type, event, eventKey, ...(scene === undefined ? {} : { scene }) };
  }
  const msgId = required('MsgId', /^\d{1,20}$/u);
  return sortMessage(type, { ...common, msgId, dedupeKey: `msg:${msgId}` }, fields);
}

function sortMessage(type: string, numbered: Numbered, fields: Fields): Incoming {
  if (type === 'text') {
    const text = fields.get('Content');
    if (text === undefined) throw new XmlError('Content is missing');
    if (UNSUPPORTED.test(text)) return { ...numbered, type: 'unsupported' };
    const menuId = fields.get('bizmsgmenuid');
    return { ...numbered, type, text, ...(menuId === undefined ? {} : { menuId }) };
  }
  const mediaId = fields.get('MediaId') ?? '';
  if (type === 'voice') {
    const recognition = fields.get('Recognition') ?? '';
    return { ...numbered, type, mediaId, recognition, ...(recognition === '' ? {} : { text: recognition }) };
  }
  if (type === 'image') return { ...numbered, type, mediaId, picUrl: fields.get('PicUrl') ?? '' };
  return { ...numbered, type: OTHER_TYPES.find((known) => known === type) ?? 'other' };
}
