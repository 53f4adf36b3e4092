import type { Policy } from '../../domain/policy.js';

/** Where a text is from, as one would write it below a quotation. */
export function sourceOf({ title, documentNumber }: Policy, clause: number): string {
  return `——《${title}》（${documentNumber}）${clause === 0 ? '' : `第${clause}条`}`;
}
