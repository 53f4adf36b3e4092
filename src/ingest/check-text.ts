import { Refusal } from './refusal.js';

const LEVEL = '绝密|机密|秘密|工作秘密|内部(?:资料|文件|材料|使用|掌握|参考)?|涉密';
// A mark stands on a line of its own, or beside a star and a term; 商业秘密 in a clause is none.
const SECRET_LINE = new RegExp(`^[【（(\\[〔]?(?:密级[:：]?)?(?:${LEVEL})[】）)\\]〕]?(?:[,，、]?(?:注意保存|严禁外传|不得外传|请勿外传|不予公开|妥善保管))*[!！。]?(?:[0-9]+(?:年|个月))?$`, 'u'); // prettier-ignore
const SECRET_STAR = /(?:绝密|机密|秘密|密级|内部)[★☆*﹡＊]|[★☆](?:绝密|机密|秘密)/u;
const SECRET_ORDER = /^(?:公开(?:属性|方式|类别)[:：])?(?:不予公开|此件不公开|依申请公开)$|[（(]此件不(?:予)?公开[)）]/u; // prettier-ignore

// Orders to a model: no policy speaks to one.
const TO_A_MODEL = /(?:忽略|无视|忘记|忘掉|不要理会)(?:你|您)?(?:以上|之前|上述|前面|先前|所有|一切)[^。]{0,12}(?:指令|规则|提示|要求|设定|约束|内容)|(?:系统|开发者)(?:提示词?|指令|消息)[:：]|你(?:现在)?(?:是|扮演)(?:一个|一名)?[^。，]{0,8}(?:助手|机器人|语言模型|AI)|(?:作为|身为)(?:一个|一名)?(?:AI|人工智能|语言)(?:助手|模型)|ignore (?:all |any |the )?(?:previous|above|prior)|(?:system|assistant|user|human)\s*[:：]|<\|?(?:im_|system|end)|\[\/?INST\]|###\s*(?:system|instruction|assistant)|prompt injection|(?:大模型|语言模型|AI|智能助手)(?:请|必须|应当|须|要)(?:回答|输出|告诉|说|执行)/iu; // prettier-ignore

// Seen by nobody or meaning nothing, and not of the class of control and format characters that every reading refuses.
const BLANK = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u115f\u1160\u3164\uffa0\u2800\ufffd\p{Co}\p{Cn}\p{Cs}]/u;

/**
 * Refuses what must not become an answer's source: secret-marked documents, text that speaks to a model, characters without a shape.
 * @param lines as read from the file, uncleaned
 */
export function checkText(lines: readonly string[]): void {
  for (const [i, raw] of lines.entries()) {
    const line = raw.normalize('NFKC').replace(/\s/gu, '');
    if (SECRET_LINE.test(line) || SECRET_STAR.test(line) || SECRET_ORDER.test(line))
      throw new Refusal(
        `line ${i + 1} marks it as secret or internal (“${line.slice(0, 16)}”)`,
        'Such a document must not be put here; ask who issued it.',
      );
    const order = TO_A_MODEL.exec(raw.normalize('NFKC'));
    if (order !== null)
      throw new Refusal(
        `line ${i + 1} speaks to a program, not to a reader (“${order[0].slice(0, 24)}”)`,
        'Compare it with the published text; take the line out if it is not there.',
      );
    const blank = BLANK.exec(raw);
    if (blank !== null) {
      const code = blank[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
      throw new Refusal(`line ${i + 1} holds U+${code}, which has no shape or no meaning`, 'Replace it by what is printed there.'); // prettier-ignore
    }
  }
}
