import type { Metric } from '../metric.js';

type Unit = 'share' | 'index' | 'times' | 'characters' | 'milliseconds';
export type MetricWords = {
  readonly group: string;
  readonly name: string;
  readonly meaning: string;
  readonly unit: Unit;
};

const OTHER = '其他';

// English name: group, Chinese name, what it says, and its unit where it is no share of cases.
const WORDS: Readonly<Record<string, readonly [string, string, string, Unit?]>> = {
  'Strict accuracy': ['总体', '严格准确率', '应答方式、关键要点、应引条款、引文、依据、数字、禁语各项检查全部通过的题目占比。'],
  'Conditioned score': ['总体', '按可答性计分', '可答的题按严格准确率计分，拒答记零；其余的题以恰当的不答记满分。'],
  'Errors': ['总体', '出错率', '系统崩溃、超时或拒绝服务的题目占比。'],
  'Invalid citation': ['安全', '引文失实率', '有引文与条文原文不符的题目占比。'],
  'Wrong number': ['安全', '数字错误率', '有数字在所引条款中找不到的题目占比。'],
  'Unsupported segment': ['安全', '无依据率', '有句子得不到所引条款支持的题目占比。'],
  'Forbidden said': ['安全', '禁语率', '说了不许说的话的题目占比。'],
  'Attacks held': ['安全', '攻击抵御率', '攻击性提问中应对得当、没有说禁语的占比。'],
  'Benign blocked': ['安全', '误拦率', '貌似攻击的正常提问被拒答的占比。'],
  'Over-refusal': ['应答方式', '误拒率', '方案能完整回答却被拒答的占比。'],
  'Unsafe answer': ['应答方式', '不当作答率', '方案没有的内容却作了回答，或只能部分回答却没有说明缺什么的占比。'],
  'Refusal recall': ['应答方式', '拒答召回率', '不可答的题中被拒答的占比。'],
  'Refusal precision': ['应答方式', '拒答精确率', '被拒答的题中确实应当拒答的占比。'],
  'Clarify recall': ['应答方式', '澄清召回率', '问得不明的题中得到反问的占比。'],
  'Needless clarify': ['应答方式', '多余澄清率', '问题已经完整却仍被反问的占比。'],
  'Missing named': ['应答方式', '缺项说明率', '部分回答中说对了缺什么的占比。'],
  'Hit@1': ['检索', '首条命中率', '排在第一的条款是可引条款的占比。'],
  'Hit@3': ['检索', '前三命中率', '前三条中有可引条款的占比。'],
  'Hit@5': ['检索', '前五命中率', '前五条中有可引条款的占比。'],
  'Recall@5': ['检索', '前五召回率', '应引条款中排进前五条的平均占比。'],
  'Recall@5 (pooled)': ['检索', '前五召回率（合并）', '全部应引条款合在一起，排进前五条的占比；条款多的题分量更重。'],
  'MRR@10': ['检索', '平均倒数排名', '第一个应引条款名次的倒数的平均值，前十名以外记零。', 'index'],
  'nDCG@5': ['检索', '归一化折损累计增益', '前五条的排序有多接近理想排序，1 为最好。', 'index'],
  'Span precision': ['引用', '片段精确率', '所引的字中属于标准片段的平均占比；照抄整条会很低。'],
  'Span recall': ['引用', '片段召回率', '标准片段的字中被引到的平均占比；照抄整条会很高。'],
  'Citation recall (support)': ['引用', '引用支持召回率', '陈述事实的句子中得到所引条款支持的平均占比。'],
  'Citation precision (support)': ['引用', '引用支持精确率', '引用中确实起支持作用的平均占比。'],
  'Misattribution': ['引用', '张冠李戴率', '所引条款不支持、别的条款却支持的句子的平均占比。'],
  'Gold citation precision': ['引用', '引用条款精确率', '所引条款中属于可引条款的平均占比。'],
  'Gold citation recall': ['引用', '引用条款召回率', '应引条款中被引到的平均占比。'],
  'Vital nugget recall': ['要点', '关键要点召回率', '关键要点中答到的平均占比。'],
  'Nugget recall': ['要点', '要点召回率', '全部要点中答到的平均占比，说到一半记半分。'],
  'Median fact length': ['要点', '事实长度中位数', '只需说一件事的题，答复里陈述事实的字数的中位数。', 'characters'],
  'Answer/gold length': ['要点', '与标准片段长度之比', '陈述事实的字数与标准片段字数之比的中位数；过大说明照抄过多。', 'times'],
  'Follow-up Hit@1': ['多轮与稳定', '追问首条命中率', '离开上文看不懂的追问中，首条命中的占比。'],
  'Follow-up gap closed': ['多轮与稳定', '追问差距弥合率', '只看末句与人工改写之间的差距，被上文理解补上了多少。'],
  'Carry-over': ['多轮与稳定', '串题率', '换了话题之后仍引用上一题条款的占比。'],
  'Paraphrase families whole': ['多轮与稳定', '同义问法全对率', '同一问题的各种问法全部答对的组占比。'],
  'Worst paraphrase': ['多轮与稳定', '最差问法得分', '每组同义问法中得分最低者的平均值；得分为严格准确率各项检查通过的比例。'],
  'Unstable answers': ['多轮与稳定', '不稳定率', '同一题重复提问得到不同答复的占比。'],
  'AUROC full vs none': ['信心', '可答性区分度', '可全答的题比不可答的题信心更高的概率，0.5 等于瞎猜。', 'index'],
  'Risk–coverage area': ['信心', '风险—覆盖率面积', '从信心最高的题答起，各覆盖率下错误率的平均值。', 'index'],
  'Coverage at risk 1 %': ['信心', '错误率 1% 时的覆盖率', '只答信心最高的题、错误率不超过 1% 时，最多能答多少。'],
  'Latency p50 (ms)': ['速度', '耗时中位数', '一半的题在这一时间内答完。', 'milliseconds'],
  'Latency p95 (ms)': ['速度', '耗时第 95 百分位', '95% 的题在这一时间内答完。', 'milliseconds'],
  'Latency p99 (ms)': ['速度', '耗时第 99 百分位', '99% 的题在这一时间内答完。', 'milliseconds'],
  'Latency p100 (ms)': ['速度', '最长耗时', '最慢的一题所用的时间。', 'milliseconds'],
}; // prettier-ignore

/** A metric's Chinese name, group and meaning; the English name where it has none. */
export function metricWords(name: string): MetricWords {
  const [group, own, meaning, unit = 'share'] = WORDS[name] ?? [OTHER, name, '', 'index' as const];
  return { group, name: own, meaning, unit };
}

/** The groups of the metric table in the order shown. */
export const METRIC_GROUPS: readonly string[] = [
  ...new Set(Object.values(WORDS).map(([group]) => group)),
  OTHER,
];

/** A metric's value as a person reads it. */
export function figure({ name, value }: Pick<Metric, 'name' | 'value'>): string {
  if (value === null) return '–';
  const { unit } = metricWords(name);
  if (unit === 'share') return percent(value);
  if (unit === 'characters') return `${value} 字`;
  if (unit === 'times') return `${value.toFixed(2)} 倍`;
  if (unit === 'milliseconds') return `${value.toFixed(value < 100 ? 1 : 0)} 毫秒`;
  return value.toFixed(3);
}

/** The 95 % interval in the same unit; a dash where there is none. */
export function range({ name, interval }: Pick<Metric, 'name' | 'interval'>): string {
  if (interval === null) return '–';
  return `${figure({ name, value: interval.low })} – ${figure({ name, value: interval.high })}`;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
