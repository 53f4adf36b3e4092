import type { Policy } from '../../src/domain/policy.js';
import { partSpans } from '../../src/domain/sentences.js';
import type { Labelled } from './planted-sentences.js';

type Turn = readonly [kind: 'modality' | 'scope' | 'polarity', from: RegExp, to: readonly string[]];

/** What turns a sentence of a plan into its contradiction while every other word stays the plan's: the hardest kind to see. */
const TURNS: readonly Turn[] = [
  ['modality', /探索/u, ['', '全面推行', '已经', '必须', '立即']],
  ['modality', /鼓励/u, ['', '必须', '要求', '强制', '一律由']],
  ['modality', /支持/u, ['', '必须', '保证', '要求', '确保']],
  ['modality', /引导/u, ['', '强制', '必须', '要求']],
  ['modality', /推动/u, ['', '已经', '全面实现', '立即', '确保']],
  ['modality', /稳步|逐步|有序|稳妥/u, ['', '立即', '全面', '强制', '一次性']],
  ['modality', /试点/u, ['', '全面实施', '全省推广']],
  ['modality', /加快/u, ['已经', '完成', '确保']],
  ['modality', /推进/u, ['完成', '已完成', '立即完成']],
  ['modality', /允许|可(?=采用)/u, ['必须', '一律', '应当']],
  ['modality', /依法|按程序|适时/u, ['', '直接', '立即', '随时']],
  ['scope', /南京、苏州/u, ['全省各市', '无锡、常州', '所有城市']],
  ['scope', /符合条件的|具备条件的|有条件的/u, ['', '所有', '任何']],
  ['scope', /稳定就业的/u, ['', '所有', '没有就业的']],
  ['scope', /农业转移人口/u, ['所有人', '全体居民', '人口']],
  ['scope', /灵活就业人员/u, ['所有人员', '就业人员']],
  ['scope', /人口净流入城市/u, ['所有城市', '城市', '人口净流出城市']],
  ['scope', /持居住证/u, ['任何人', '不持居住证', '']],
  ['scope', /苏中、苏北/u, ['全省', '苏南', '全国']],
  ['scope', /突出贡献/u, ['', '所有']],
  ['scope', /省级以上/u, ['', '所有', '市级以上']],
  ['scope', /公共领域/u, ['所有', '', '私人领域']],
  ['scope', /圈内/u, ['', '全省', '全国']],
  ['scope', /2000年底前建成的/u, ['', '所有']],
  ['polarity', /扩大/u, ['缩小', '取消', '限制']],
  ['polarity', /增加|加大/u, ['减少', '取消', '降低']],
  ['polarity', /提高|提升/u, ['降低', '压低', '削弱']],
  ['polarity', /放开放宽/u, ['收紧', '恢复', '保留']],
  ['polarity', /完善|健全|优化/u, ['取消', '废止', '停止', '不']],
  ['polarity', /建立/u, ['撤销', '取消', '不建立']],
  ['polarity', /支持|鼓励/u, ['禁止', '限制', '不支持', '反对']],
  ['polarity', /加快|推进/u, ['暂停', '放慢', '停止', '不再推进']],
  ['polarity', /实施|推行|建设|落实/u, ['停止', '不实施', '取消', '暂缓']],
  ['polarity', /纳入/u, ['移出', '不纳入', '排除出']],
  ['polarity', /保障/u, ['不保障', '取消', '削减']],
  ['polarity', /自愿有偿/u, ['强制有偿', '自愿无偿', '无偿']],
  ['polarity', /不改变/u, ['改变', '可改变']],
];

/** Every contradiction the turns give over the plan's own parts of sentences, each once, citing the clause it contradicts. */
export function contradictions(policy: Policy): (Labelled & { readonly kind: Turn[0] })[] {
  const parts = policy.clauses.flatMap((clause) =>
    clause.sentences
      .filter(({ index }) => index > 0)
      .flatMap(({ text }) => partSpans(text).map(({ start, end }) => text.slice(start, end)))
      .map((text) => ({ clause: clause.number, text: `${text.replace(/[,，;；。]$/u, '')}。` })),
  );
  const found = new Map<string, Labelled & { readonly kind: Turn[0] }>();
  for (const { clause, text } of parts) {
    for (const [kind, from, to] of TURNS) {
      if (!from.test(text)) continue;
      for (const word of to) {
        const turned = text.replace(from, word);
        found.set(turned, { kind, text: turned, clauses: [clause] });
      }
    }
  }
  return [...found.values()];
}
