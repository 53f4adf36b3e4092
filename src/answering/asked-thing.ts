import type { Asks } from '../retrieval/question-data.js';
import type { Reading } from '../retrieval/retriever.js';

// Words that name what is asked for; officials and hurried people say 时间节点？ and 多少钱 and nothing else. First match counts.
const WORDS: readonly (readonly [Asks, RegExp])[] = [
  ['amount', /多少(?:块?钱|[万亿]?元|[万亿](?!人|亩|平))|几(?:块钱|百块|千块|万块|百元|千元|万元)|金额|费用(?:是|要)?多少|补(?:贴)?多少|(?:租金|房租|学费|票价|收费|价格|奖励|补贴|补助|赔偿?)(?:标准|金额|额度|多少|几)/u], // prettier-ignore
  [
    'documents',
    /(?:什么|啥|哪些|几样)(?:材料|证件|资料|手续材料)|材料清单|(?:要|需|带)(?:啥|什么|哪些)(?:材料|证件|证明|东西)|所需材料|申请材料/u,
  ],
  [
    'contact',
    /电话(?:号码)?(?:是)?(?:多少|几|号)|联系(?:方式|电话|人)|(?:打|拨)(?:哪个|什么|啥)(?:电话|号)|找谁(?:联系|打电话)/u,
  ],
  ['when', /哪一?年|几时|何时|(?:什么|啥|甚)(?:时候|时间|辰光)|多(?:会儿|咱|晚)|几(?:月|号)|时间(?:节点|表|安排)|完成时限|(?:起止|截止|开工|通车|建成|启用)(?:时间|日期)|when will/u], // prettier-ignore
  ['duration', /多(?:久|长时间)|几(?:天|个月|个工作日)(?:能|可|办|内|出)|办理时限|要等多久/u],
  ['ratio', /百分之几|百分之多少|几成(?![了立])|比例.{0,4}(?:多少|几)|占比|[率例](?:目标值?|要求|指标)?(?:是|为|要)?(?:多少|几)|率目标值|[率例](?:目标值|要求)[?？]?$/u], // prettier-ignore
  [
    'count',
    /多少(?:个|家|所|座|人|名|条|处|项|户|套)|[要建办设有共招]几(?:个|家|所|座|人|名|条|处|项|户|套)|数量/u,
  ],
  ['list', /名单|都有谁|是哪[几些](?:家|个|所)?(?:企业|公司|学校|医院|小区|村)/u],
  [
    'how',
    /(?:办理|申请|申报|报名|审批)(?:的)?(?:流程|程序|步骤|手续)|流程(?:是)?(?:什么|啥|怎)|怎么(?:申请|申报|报名|办理)/u,
  ],
];

// 有几个,是哪几个: what is enumerated is also counted.
const WHICH_TOO = /哪几|哪些|分别|都是谁/u;
// 到底住多少人,会不会公开: what comes last is what is asked.
const WHETHER = /会不会|有没有|能不能|让不让|可不可以|行不行|支持不支持|给不给/u;

/** What a question asks for, and how sure that is: 1 where its words say so, else the model's probability. */
export function askedThing(
  question: string,
  reading: Reading,
): { readonly asked: Asks; readonly certainty: number } {
  const said = WORDS.find(([asks, pattern]) => {
    const match = pattern.exec(question);
    return match !== null && !WHETHER.test(question.slice(match.index)) && !(asks === 'count' && WHICH_TOO.test(question)); // prettier-ignore
  })?.[0];
  if (said !== undefined) return { asked: said, certainty: 1 };
  const [asked = 'what'] = (Object.keys(reading.asks) as Asks[]).toSorted((a, b) => reading.asks[b] - reading.asks[a]); // prettier-ignore
  return { asked, certainty: reading.asks[asked] };
}
