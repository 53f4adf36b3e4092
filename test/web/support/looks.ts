/** Every page there is, by name, with an answer of each kind. */
export const PAGES: readonly (readonly [string, string])[] = [
  ['ask', '/'],
  ['answered', `/?q=${encodeURIComponent('外地孩子能在城里上公办学校吗')}`],
  ['partial', `/?q=${encodeURIComponent('保障房一平米多少钱')}`],
  ['refused', `/?q=${encodeURIComponent('帮我写首诗')}`],
  ['list', `/?q=${encodeURIComponent('方案一共定了哪些数字目标')}`],
  ['read', '/clauses'],
  ['found', `/clauses?q=${encodeURIComponent('龙头企业')}`],
  ['clause', '/clauses/6?mark=54-88#mark'],
  ['front', '/clauses/0'],
  ['ledger', '/targets'],
  ['about', '/about'],
  ['missing', '/clauses/25'],
];

export const WIDTHS = [
  { width: 320, height: 640 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
] as const;
