import { gramsOf } from './grams.js';

/** How a number limits: at least, more than, at most, less than, about, exactly; `odd` contradicts itself. */
export type Comparator = '>=' | '>' | '<=' | '<' | '~' | '=' | 'odd';

/** A number or a date with everything that makes it true or false. */
export type Quantity = {
  readonly kind: 'number' | 'date';
  /** 万, 亿 and 百分之 multiplied out; a date as year-month-day and 底. */
  readonly value: string;
  /** Interchangeable units share one name; '' when there is none. */
  readonly unit: string;
  readonly comparator: Comparator;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** 一个, 一批: counts only when the evidence counts the same thing. */
  readonly isArticle: boolean;
  /** 每年, when it counts over a time. */
  readonly rate: string;
  /** Pairs of characters next to it, up to the next comma or list mark. */
  readonly near: ReadonlySet<string>;
  /** Pairs of characters of the part between commas that it stands in. */
  readonly part: ReadonlySet<string>;
};

/** What surrounds a stretch of text: as far as the list item goes, and as far as the part goes. */
export function surroundings(
  text: string,
  start: number,
  end: number,
): Pick<Quantity, 'start' | 'end' | 'near' | 'part' | 'rate'> {
  const within = (stop: RegExp) => {
    const before =
      text
        .slice(0, start)
        .replace(/[和与及]$/u, '、')
        .split(stop)
        .at(-1) ?? '';
    const after = text.slice(end).split(stop)[0] ?? '';
    return new Set([...gramsOf(before), ...gramsOf(after)]);
  };
  const rate =
    /每[年月天日周]/u.exec(
      text
        .slice(0, start)
        .split(/[,;。]/u)
        .at(-1) ?? '',
    )?.[0] ?? '';
  return {
    start,
    end,
    rate,
    near: within(/[,;。、:]|[和与及](?=[0-9一二两三四五六七八九十])/u),
    part: within(/[,;。]/u),
  };
}
