import { toChineseNumeral } from '../../src/domain/numerals.js';
import { seeded } from './seeded.js';

/** A policy of a city that does not exist, as the text of a file, with questions whose answering clause is known. */
export type MadePolicy = {
  readonly id: string;
  readonly place: string;
  readonly title: string;
  readonly documentNumber: string;
  readonly text: string;
  readonly clauses: number;
  readonly questions: readonly KnownItem[];
};
export type KnownItem = {
  readonly clause: number;
  readonly question: string;
  /** The same question put to the policy's city by name. */
  readonly named: string;
};

// prettier-ignore
const FIELDS: readonly (readonly [string, readonly string[]])[] = [
  ['夜间经济', ['夜间集市', '深夜食堂', '灯光夜游', '夜间公交', '流动摊位']],
  ['养老服务', ['社区助餐点', '家庭养老床位', '适老化改造', '养老护理员', '日间照料中心']],
  ['垃圾分类', ['厨余垃圾处理', '可回收物站点', '分类投放点', '大件垃圾清运', '有害垃圾收集']],
  ['水稻种植', ['高标准农田', '水稻机插秧', '秸秆还田', '节水灌溉', '稻渔综合种养']],
  ['港口物流', ['内河集装箱', '多式联运', '港口岸电', '冷链仓储', '危化品堆场']],
  ['文物保护', ['历史建筑修缮', '古城墙巡查', '考古勘探', '非遗工坊', '文物库房']],
  ['青年创业', ['创业担保贷款', '青年驿站', '孵化基地', '创业导师', '首次创业补贴']],
  ['托育服务', ['普惠托位', '托育机构备案', '婴幼儿照护', '社区托育点', '托育从业人员']],
  ['绿色建筑', ['超低能耗建筑', '屋顶光伏', '装配式构件', '建筑垃圾再生', '绿色建材采信']],
  ['河湖治理', ['入河排污口', '黑臭水体', '生态缓冲带', '河长巡河', '水系连通']],
  ['数字政务', ['电子证照', '一网通办', '政务数据共享', '高频事项掌办', '办事窗口帮办']],
  ['渔业发展', ['深水网箱', '渔船更新', '增殖放流', '水产苗种', '渔港经济区']],
  ['校园食品', ['学校食堂', '校外配餐', '陪餐制度', '食材溯源', '营养配餐']],
  ['道路停车', ['错时停车', '立体车库', '充电车位', '停车收费', '路内泊位']],
  ['基层医疗', ['家庭医生签约', '乡镇卫生院', '远程会诊', '慢病用药', '巡回医疗车']],
  ['企业技改', ['智能车间', '设备更新', '首台套装备', '工业互联网标识', '技改贷款贴息']],
  ['乡村旅游', ['民宿集群', '乡村营地', '农事体验', '旅游厕所', '乡村道路标识']],
  ['应急避难', ['避难场所', '应急物资储备', '社区演练', '预警广播', '抢险队伍']],
  ['气象服务', ['农业气象站', '雷电防护', '人工增雨', '气象预警', '城市内涝监测']],
  ['残疾人就业', ['辅助性就业', '按比例就业', '无障碍工位', '盲人按摩', '职业康复']],
];
// Never in a made policy: what a library must say it does not hold.
// prettier-ignore
const ABSENT = ['卫星发射场', '珍珠养殖许可', '冰雪运动馆', '葡萄酒庄园', '核电厂址', '跨海隧道通行费', '热气球飞行', '稀土开采配额', '马术俱乐部', '极地科考船'];
const HEADS = '江临安润长永新沛玉金石宁海东平和丰广德文武兴昌乐富泰';
const TAILS = '禾宁陵溪原州川泽浦港河岭川城阳山湖桥浒泉渚塘洲台关';
const VERBS = ['加快推进', '规范', '支持', '统筹建设', '有序开展', '重点扶持', '优化', '严格落实', '鼓励发展', '全面实施']; // prettier-ignore
const BODIES = ['发展改革部门', '财政部门', '住房城乡建设部门', '农业农村部门', '各街道办事处', '各乡镇人民政府', '市场监管部门', '民政部门', '行业主管部门', '属地园区管委会']; // prettier-ignore
const KINDS = ['若干措施', '实施办法', '实施方案', '管理规定', '行动计划'];
const FRAMES: readonly ((words: string) => string)[] = [
  (words) => `请问${words}是怎么规定的`,
  (words) => `${words}有什么要求`,
  (words) => `想问一下${words}`,
  (words) => `${words}怎么办`,
];

/** Questions about what no made policy contains. */
export function absentQuestions(): string[] {
  return ABSENT.flatMap((thing) => FRAMES.map((frame) => frame(thing)));
}

/** Makes policies from a grammar and words of twenty fields; the same for the same seed. At least `clausesEach` clauses in each. */
export function generatePolicies(seed: number, count: number, clausesEach: number): MadePolicy[] {
  return Array.from({ length: count }, (_, i) => generatePolicy(seed, i, clausesEach));
}

function generatePolicy(seed: number, i: number, clausesEach: number): MadePolicy {
  const random = seeded(seed * 100_003 + i);
  const place = `${HEADS[i % HEADS.length]}${TAILS[Math.floor(i / HEADS.length) % TAILS.length]}${i >= HEADS.length * TAILS.length ? HEADS[Math.floor(i / 600) % HEADS.length] : ''}`;
  const own = [0, 7, 13].flatMap((step) => FIELDS.slice((i + step) % FIELDS.length).slice(0, 1));
  const [field] = own[0] ?? [''];
  const title = `${place}市促进${field}${KINDS[i % KINDS.length]}`;
  const year = 2026 + (i % 9);
  const documentNumber = `${place}政发〔${year}〕${1 + (i % 97)}号`;
  const front = [title, documentNumber, `${place}市人民政府`, `${year}年${1 + (i % 12)}月${1 + (i % 28)}日`, `根据《${place}市${field}条例》，制定本文件。`]; // prettier-ignore
  const style = i % 3;
  const lines: string[] = [];
  const questions: KnownItem[] = [];
  for (let n = 1; n <= clausesEach; n += 1) {
    const objects = own[n % own.length]?.[1] ?? [];
    const clause = clauseText(random, objects, n);
    if (style !== 0 && n % 9 === 1) lines.push(`${toChineseNumeral(Math.ceil(n / 9))}、${sectionTitle(n)}`);
    lines.push(style === 0 ? `第${toChineseNumeral(n)}条 ${clause.text}` : style === 1 ? `${n}. ${clause.text}` : `（${toChineseNumeral(((n - 1) % 9) + 1)}）${clause.text}`); // prettier-ignore
    const frame = random.pick(FRAMES);
    questions.push({ clause: n, question: frame(clause.key), named: frame(`${place}市${clause.key}`) });
  }
  return {
    ...{ id: `made-${i + 1}`, place, title, documentNumber, clauses: clausesEach, questions },
    text: [...front, ...lines].join('\n'),
  };
}

function sectionTitle(n: number): string {
  return (
    ['总体要求', '重点任务', '支持措施', '组织实施', '监督管理', '附则'][Math.floor(n / 9) % 6] ?? '其他'
  );
}

/** A titled clause with two sentences, and the words that single it out: what it is about and its own figures. */
function clauseText(random: ReturnType<typeof seeded>, objects: readonly string[], n: number) {
  const object = random.pick(objects);
  const beside = random.pick(objects);
  const [a, b, c] = [10 + random.below(990), 3 + random.below(96), 1 + random.below(400)];
  const year = 2027 + random.below(12);
  const first = random.pick([
    `${year}年底前新增${object}${a}个，覆盖率达到${b}%以上`,
    `对新建${object}给予每个最高${c}万元补助，每年安排不超过${a}个`,
    `${object}每${b}天检查一次，发现问题${1 + random.below(30)}个工作日内整改`,
    `${object}的用地保障每年不少于${a}亩，审批时限压缩至${1 + random.below(20)}个工作日`,
  ]);
  const second = random.pick([
    `${random.pick(BODIES)}会同${random.pick(BODIES)}制定${beside}清单，每季度公布一次。`,
    `${random.pick(BODIES)}负责${beside}的日常管理，经费列入年度预算。`,
    `鼓励社会力量参与${beside}，符合条件的享受同等待遇。`,
  ]);
  const verb = random.pick(VERBS);
  return { text: `${verb}${object}。${first}。${second}`, key: `${first.split('，')[n % 2] ?? first}${verb}${object}` }; // prettier-ignore
}
