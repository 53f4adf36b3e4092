/** An element the server put there. @throws Error when page and script are not of one build. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`#${id} is missing`);
  return found;
}

/** The part of a turn marked data-part="name". */
export function partOf(root: ParentNode, name: string): HTMLElement {
  const found = root.querySelector<HTMLElement>(`[data-part="${name}"]`);
  if (found === null) throw new Error(`part ${name} is missing`);
  return found;
}

/** A copy of the element inside a template. */
export function cloneOf(templateId: string): HTMLElement {
  const [first] = byId(templateId, HTMLTemplateElement).content.children;
  const copy = first?.cloneNode(true);
  if (!(copy instanceof HTMLElement)) throw new Error(`#${templateId} is empty`);
  return copy;
}

/** Shows text in an element, or hides it when there is none. Text is only ever set as text. */
export function showText(element: HTMLElement, text: string): void {
  element.textContent = text;
  element.hidden = text === '';
}
