/** Places a sentence could name: Jiangsu's cities and counties, its parts, provinces and cities outside. Each counts only when its clause names it. */
const NAMES = [
  '南京 苏州 无锡 常州 镇江 扬州 泰州 南通 盐城 淮安 连云港 宿迁 徐州',
  '玄武 秦淮 建邺 鼓楼 栖霞 雨花台 江宁 浦口 六合 溧水 高淳 江北新区 昆山 常熟 张家港 太仓 吴江 吴中 相城 姑苏 虎丘 江阴 宜兴 梁溪 锡山 惠山 滨湖 新吴 溧阳 金坛 武进 天宁 钟楼',
  '丹阳 句容 扬中 京口 润州 丹徒 仪征 高邮 宝应 江都 广陵 邗江 靖江 泰兴 兴化 姜堰 海陵 高港 海安 启东 如皋 如东 海门 崇川 通州 东台 大丰 射阳 建湖 阜宁 滨海县 响水 盐都 亭湖',
  '涟水 盱眙 金湖 洪泽 清江浦 淮阴 海州 赣榆 东海县 灌云 灌南 沭阳 泗阳 泗洪 宿豫 宿城 丰县 沛县 睢宁 邳州 新沂 铜山 贾汪 云龙 泉山',
  '苏南 苏中 苏北 长三角 长江 淮海 黄河 太湖 陇海 京沪 京九 宁镇扬 苏锡常 宁淮 宁锡常',
  '北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门',
  '杭州 宁波 温州 嘉兴 湖州 绍兴 合肥 芜湖 滁州 马鞍山 宣城 蚌埠 宿州 淮北 济南 青岛 枣庄 济宁 临沂 郑州 商丘 开封 武汉 长沙 广州 深圳 东莞 佛山 珠海 厦门 福州 成都 西安 沈阳 大连 哈尔滨 长春 石家庄 太原 南昌 昆明 贵阳 南宁 海口 兰州 西宁 银川 乌鲁木齐 拉萨 呼和浩特',
  '美国 日本 韩国 英国 法国 德国 新加坡 俄罗斯 印度',
];
const ANY = NAMES.flatMap((line) => line.split(' '))
  .toSorted((a, b) => b.length - a.length)
  .join('|');
const PLACE = new RegExp(ANY, 'gu');
const LIST = new RegExp(`(?:${ANY})(?:[、和与]?(?:${ANY}))*`, 'gu');
/** As foreign readers write them. */
const ENGLISH: Readonly<Record<string, string>> = {
  nanjing: '南京', suzhou: '苏州', wuxi: '无锡', changzhou: '常州', zhenjiang: '镇江', yangzhou: '扬州', taizhou: '泰州', nantong: '南通',
  yancheng: '盐城', "huai'an": '淮安', huaian: '淮安', lianyungang: '连云港', suqian: '宿迁', xuzhou: '徐州', shanghai: '上海', beijing: '北京',
  zhejiang: '浙江', anhui: '安徽', shandong: '山东', hangzhou: '杭州', kunshan: '昆山', taicang: '太仓', huaihai: '淮海', guangdong: '广东', shenzhen: '深圳',
}; // prettier-ignore
const ENGLISH_PLACE = new RegExp(`\\b(?:${Object.keys(ENGLISH).join('|')})\\b`, 'gu');

export type Place = { readonly name: string; readonly start: number; readonly end: number };

/** The places a folded Chinese text names. */
export function placesIn(text: string): Place[] {
  return [...text.matchAll(PLACE)].map(({ 0: name, index }) => ({
    name,
    start: index,
    end: index + name.length,
  }));
}

/** English names of places in Chinese, the rest as it is. */
export function inChinesePlaces(text: string): string {
  return text.replaceAll(ENGLISH_PLACE, (written) => ` ${ENGLISH[written] ?? written} `);
}

/** Places named one after another, as one. */
export function placeLists(
  text: string,
): { readonly written: string; readonly names: readonly string[]; readonly index: number }[] {
  return [...text.matchAll(LIST)].map(({ 0: written, index }) => ({
    written,
    names: placesIn(written).map(({ name }) => name),
    index,
  }));
}
