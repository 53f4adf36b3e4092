import { defaultTreeAdapter as tree, html, parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import { Refusal } from '../refusal.js';
import type { Extract } from './extract.js';
import { hiddenClasses, isHidden } from './hidden-html.js';
import { decodeText } from './text.js';

const UNREAD = new Set(['script', 'style', 'head', 'template', 'noscript', 'nav', 'header', 'footer', 'aside', 'form', 'select', 'button', 'iframe', 'object', 'svg', 'audio', 'video']); // prettier-ignore
const INLINE = new Set(['a', 'abbr', 'b', 'bdi', 'big', 'cite', 'code', 'em', 'font', 'i', 'ins', 'mark', 'o:p', 'q', 's', 'small', 'span', 'strong', 'sub', 'sup', 'u']); // prettier-ignore
// A page's own text is most of what its longest run of paragraphs holds; menus are many short things.
const PARAGRAPH = 12;

/** The text of a page's main part, a paragraph a line. @throws Refusal when that part hides text from a reader */
export function readHtml(bytes: Buffer): Extract {
  const head = bytes.subarray(0, 2048).toString('latin1');
  const { text, notes } = decodeText(bytes, /charset\s*=\s*["']?([\w-]+)/iu.exec(head)?.[1]);
  const document = parse(text);
  const classes = hiddenClasses(
    elements(document)
      .filter(({ tagName }) => tagName === 'style')
      .map((style) => textOf(style)),
  );
  const main = mainPart(document);
  const lines = linesOf(main, classes);
  const title = elements(document).find(({ tagName }) => tagName === 'h1');
  const isTitleOutside = title !== undefined && !elements(main).includes(title);
  const has = (name: string) => elements(main).filter(({ tagName }) => tagName === name).length;
  return {
    lines: [...(isTitleOutside ? linesOf(title, classes) : []), ...lines],
    notes: [
      ...notes,
      ...(has('table') > 0 ? [`${has('table')} tables are read row by row`] : []),
      ...(has('img') > 0 ? [`${has('img')} pictures are not read`] : []),
      ...(has('ol') > 0
        ? [`${has('ol')} lists are numbered by the page itself; such numbers are not text`]
        : []),
    ],
  };
}

/** article or main where there is one; else the element whose own paragraphs hold the most text. */
function mainPart(document: Tree.Document): Tree.ParentNode {
  const all = elements(document);
  const named = all.filter(({ tagName }) => tagName === 'article' || tagName === 'main');
  if (named.length === 1 && named[0]) return named[0];
  let best: Tree.ParentNode = document;
  let most = 0;
  for (const element of all) {
    if (isUnread(element)) continue;
    const own = element.childNodes.filter(tree.isElementNode).filter((child) => !isUnread(child) && !elements(child).some(isBlock)); // prettier-ignore
    const size = own.reduce((sum, child) => sum + (textOf(child).trim().length >= PARAGRAPH ? textOf(child).length : 0), 0); // prettier-ignore
    if (size > most) [best, most] = [element, size];
  }
  return best;
}

function linesOf(root: Tree.ParentNode, classes: ReadonlySet<string>): string[] {
  const lines: string[] = [];
  let line = '';
  const end = () => {
    if (line.trim() !== '') lines.push(line.trim());
    line = '';
  };
  const visit = (node: Tree.Node): void => {
    if (tree.isTextNode(node)) {
      line += node.value.replace(/\s+/gu, ' ');
    } else if (tree.isElementNode(node) && !isUnread(node)) {
      if (isHidden(node, classes) && textOf(node).trim() !== '')
        throw new Refusal(
          `it hides text from a reader (“${textOf(node).trim().slice(0, 20)}”)`,
          'Take that text out of the page.',
        );
      const isCell = node.tagName === 'td' || node.tagName === 'th';
      if (isCell) line += ' ';
      else if (isBlock(node) || node.tagName === 'br') end();
      for (const child of node.childNodes) visit(child);
      if (!isCell && isBlock(node)) end();
    }
  };
  // A cell's paragraphs stay in its row.
  for (const child of root.childNodes) visit(child);
  end();
  return lines;
}

function isBlock({ tagName }: Tree.Element): boolean {
  return !INLINE.has(tagName) && !['td', 'th', 'br', 'img', 'wbr'].includes(tagName);
}

function isUnread(element: Tree.Element): boolean {
  return UNREAD.has(element.tagName) || element.namespaceURI !== html.NS.HTML;
}

/** Every element in a part, itself not included. Without recursion: pages can be nested a hundred thousand deep. */
function elements(root: Tree.ParentNode): Tree.Element[] {
  const found: Tree.Element[] = [];
  const waiting = root.childNodes.toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!tree.isElementNode(node)) continue;
    found.push(node);
    for (let i = node.childNodes.length - 1; i >= 0; i -= 1) {
      const child = node.childNodes[i];
      if (child) waiting.push(child);
    }
  }
  return found;
}

function textOf(root: Tree.ParentNode): string {
  return [root, ...elements(root)].flatMap((one) => one.childNodes.filter(tree.isTextNode).map(({ value }) => value)).join(''); // prettier-ignore
}
