/** What is answered the same whatever the plan says. */
export type Guard = 'empty' | 'personal_data' | 'unsafe' | 'creative';

// Eighteen-character identity numbers, mobile numbers, bank cards.
const PERSONAL_DATA = /(?<!\d)(?:[1-9]\d{16}[\dx]|(?:\+?86)?1[3-9]\d{9}|\d{16,19})(?!\d)/u;
// Markup and control words that want to be run, by a page or a model.
const MARKUP =
  /<\s*\/?(?:script|img|iframe|svg|object|embed|system|user|assistant)|javascript:|onerror *=|<\|(?:im_|end|sys)|\[\/?inst\]|\{\{|\}\}|;\s*drop table|union select|\$\{jndi/u;
// Orders to drop the rules, to show them, or to promise. Only what no one says in a question about the plan; of the rest the models
// judge better than words do.
const OVERRIDE =
  /(?:从现在起|现在开始|接下来|今后)[,，]?你(?:就)?(?:是|叫|不再|不受|必须)|不(?:再)?受.{0,6}(?:限制|约束|管束|条条框框)|系统(?:提示|指令|消息)|提示词|开发者模式|越狱|管理员(?:模式|权限)|ignore.{0,20}(?:instruction|rule|above|previous)|(?:system|developer) ?(?:prompt|mode|message)|jailbreak|\bdan\b|api ?key|重复(?:一遍|下面|以下|这句)|必须(?:承诺|保证|答应)|立(?:个|下)?字据|发(?:个|毒)?誓|书面(?:保证|承诺)/u;
// Fraud, forgery, evasion, violence, intrusion: help with them is refused whatever clause their words resemble.
const HARM =
  '伪造|假造|造假|做假|作假|假证|假合同|假材料|假章|假结婚|假离婚|代缴|代办假|虚报|谎报|瞒报|冒领|冒充|冒用|盗用|骗(?:取|补|保|贷|到|过)?|套取|套现|炸(?:药|弹|了|掉|毁)|引爆|投毒|下毒|破坏|毁掉|砸(?:了|烂)|弄死|打死|杀(?:人|了|掉)|打(?:残|一顿)|绑架|偷拍|跟踪|监听|黑(?:进|掉|入)|入侵|攻(?:瘫|陷|破)|瘫痪|钓鱼(?:邮件|网站|短信)|木马|勒索|恐吓|行贿|打点|塞(?:钱|红包)|走后门|托关系|偷税|逃税|漏税|偷排|围标|串标|造谣|散布谣言|p(?:一张|个)|ps(?:一张|个)|改(?:数据|章|日期|成绩|档案)|躲(?:监控|检查)|逃避(?:检查|监管|处罚)|摆平|洗钱|洗出来|倒卖|掺水|捏造|凭空|转移财产|回扣|抽成|捂住|应付(?:检查|验收|审计)|蒙混|糊弄(?:过去|检查)|冒名|顶替|挂名|空转|走账|封口|威胁|偷(?:出来|拿|看)|定位器|门禁卡|虚增|补编|(?:编|造)(?:一|几|点|个|些)+.{0,6}(?:病历|数据|数字|证据|材料|名单|日报|报表|照片|凭据|证明)';
const HOW =
  '怎么|怎样|咋|如何|帮(?:我|忙)?|教(?:我|教|一下)?|窍门|方法|办法|路子|门路|套路|步骤|攻略|支(?:个)?招|技巧|教程|细节|手法|写(?:个|一|篇)|编(?:个|一)|能不能|how|make|write';
const UNSAFE = new RegExp(
  `(?:${HOW}).{0,24}(?:${HARM})|(?:${HARM}).{0,24}(?:${HOW})|(?:不|不会|不让|别)被?(?:人)?(?:查到|查出|发现|抓到|识破)`,
  'u',
);
// 防炸, 被骗了怎么办, 防止造假: harm that is to be kept away is asked about, not for.
const PREVENTION = new RegExp(
  `(?:防|防止|预防|避免|杜绝|打击|查处|举报|投诉|遏制|整治|处罚|惩治|监督|维权|被|遭|怕|担心|都要|会不会|有人|别人|人家)(?:着|到|了|人)?.{0,8}(?:${HARM})|(?:${HARM}).{0,10}(?:举报|投诉|处罚|怎么罚|罚不罚|怎么处理|怎么办|算不算|违法|犯法|后果|谁(?:来)?(?:管|查))`,
  'u',
);
const EVASION = /查到|查出|识破|才不会|不会被|教我|教教|帮我/u;
const WORKS =
  '诗|歌|作文|代码|程序|故事|小说|邮件|论文|情书|对联|笑话|文案|总结|发言稿|讲话稿|检讨|图片|图画';
// To be made here, that is: 我在写论文 says who asks.
const CREATIVE = new RegExp(
  `(?:帮|给|替|请|能不能|会不会|麻烦|^).{0,4}(?:写|编(?!制|号|码|修|委)|画|作|创作|生成|来)(?:一|个|首|篇|段|封|幅|点|份|张)+.{0,8}(?:${WORKS})|(?:帮|给|替)我?(?:写|编|画).{0,6}(?:${WORKS})|(?<!(?:别|不|甭|勿|莫)(?:要|用|去|给我|急着)?)翻译(?:成|一下)|算(?:个|一)?命`,
  'u',
);

/** Reads a folded question for what needs no look at the plan; undefined when there is nothing of the kind. */
export function guardOf(question: string): Guard | undefined {
  if (!/[\p{L}\p{N}]/u.test(question)) return 'empty';
  if (PERSONAL_DATA.test(question.replace(/[ -]/gu, ''))) return 'personal_data';
  if (MARKUP.test(question) || OVERRIDE.test(question)) return 'unsafe';
  if (UNSAFE.test(question) && !(PREVENTION.test(question) && !EVASION.test(question))) return 'unsafe';
  return CREATIVE.test(question) ? 'creative' : undefined;
}
