import type { DefaultTreeAdapterTypes as Tree } from 'parse5';

// What takes text from a reader's eyes and leaves it to a program's.
const HIDING = /display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?(?![.\d])|font-size\s*:\s*(?:0|[0-2](?:\.\d+)?(?:px|pt))(?![.\d])|(?<!-)color\s*:\s*(?:white\b|transparent\b|#fff(?:fff)?\b|rgba?\(\s*255\s*,\s*255\s*,\s*255)|(?:left|top|text-indent)\s*:\s*-\d{3,}|(?<![-\w])(?:height|width)\s*:\s*0(?:px)?\s*(?:;|$)|clip(?:-path)?\s*:\s*(?:rect\(\s*0|inset\(\s*(?:50|100)%)/iu; // prettier-ignore

/** The classes that a page's own style sheets hide. */
export function hiddenClasses(styles: readonly string[]): Set<string> {
  const classes = new Set<string>();
  for (const style of styles) {
    for (const [, selectors = '', rules = ''] of style.matchAll(/([^{}]{1,400})\{([^{}]{0,2000})\}/gu)) {
      if (!HIDING.test(rules)) continue;
      for (const [, name = ''] of selectors.matchAll(/\.([\w-]+)/gu)) classes.add(name);
    }
  }
  return classes;
}

/** Whether an element says of itself that it is not to be seen. */
export function isHidden({ attrs }: Tree.Element, classes: ReadonlySet<string>): boolean {
  return attrs.some(({ name, value }) => {
    if (name === 'hidden') return true;
    if (name === 'style') return HIDING.test(value);
    if (name === 'color') return /^(?:white|#fff(?:fff)?)$/iu.test(value.trim());
    return name === 'class' && value.split(/\s+/u).some((one) => classes.has(one));
  });
}
