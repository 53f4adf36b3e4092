export function maskPersonalData(text: string): { readonly text: string } {
  return { text };
}
