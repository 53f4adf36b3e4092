/** What people might ask: everyday and official words, typing errors, another subject, nothing at all. */
const QUESTIONS = [
  '孩子在城里上学要什么条件',
  '公办学校就读比例是多少',
  '开网约车出了事有没有保障',
  '老旧小区改造有什么目标',
  '异地就医直接结算率要到多少',
  '农民进城落户后地怎么办',
  '保障房一平米多少钱',
  '方案一共定了哪些数字目标',
  '第9条原文',
  '第三部分包含几条措施',
  '发文字号是什么',
  '租房子能不能落户',
  '燃气管道要改造多少',
  '打工的能参加职业培训吗',
  '县城有什么发展计划',
  '都市圈交通怎么建',
  '异地就衣怎么结算',
  '怎麼辦理落戶',
  '帮我写首诗',
  '今天天气怎么样',
  '护照丢了怎么补办',
  '你好',
] as const;

// The same is asked in many words: of some two thousand questions hardly one comes again within a rush.
const OPENINGS = ['', '请问', '你好，', '想问一下', '麻烦问下', '咨询一下，', '我想知道', '急，', '帮我看看', '那个，', '再问一下，'] as const; // prettier-ignore
const CLOSINGS = ['', '？', '呢', '呀？', '，谢谢', '？？', '，在线等', '，省里怎么说的', '…'] as const;
// One in ten asks what everybody asks.
const REPEATED = 10;
// Has no divisor in common with the number of combinations, so that all of them come before any comes again.
const STRIDE = 1009;

/** The i-th question of a rush. */
export function questionAt(i: number): string {
  if (i % REPEATED === REPEATED - 1) return QUESTIONS[0];
  const k = i * STRIDE;
  const closing = CLOSINGS[k % CLOSINGS.length] ?? '';
  const opening = OPENINGS[Math.floor(k / CLOSINGS.length) % OPENINGS.length] ?? '';
  const question = QUESTIONS[Math.floor(k / (CLOSINGS.length * OPENINGS.length)) % QUESTIONS.length];
  return opening + (question ?? QUESTIONS[0]) + closing;
}
