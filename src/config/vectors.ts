import { z } from 'zod';

/** Where the vectors of the library's clauses are kept. The plan's own are always in memory. */
export const vectorSettings = {
  VECTOR_STORE: z
    .enum(['memory', 'pgvector'])
    .default('memory')
    .describe('Vectors of other policies: memory, or pgvector, the PostgreSQL of DATABASE_URL'),
};

type Settings = z.infer<z.ZodObject<typeof vectorSettings>> & { readonly DATABASE_URL?: string | undefined };

export function checkVectors(settings: Settings, context: z.RefinementCtx): void {
  if (settings.VECTOR_STORE !== 'pgvector' || settings.DATABASE_URL !== undefined) return;
  const message = 'pgvector is an extension of PostgreSQL; set DATABASE_URL, or VECTOR_STORE=memory';
  context.addIssue({ code: 'custom', path: ['VECTOR_STORE'], message });
}
