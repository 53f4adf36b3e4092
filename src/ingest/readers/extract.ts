/** What a reader takes out of a file: its lines or paragraphs, and what a person should know about how they were read. */
export type Extract = { readonly lines: readonly string[]; readonly notes: readonly string[] };
