import type { AigcLabel } from './answer-object.js';

// Codes are ASCII; no coding rule for producers is published, and an operator who is given a code replaces this one.
const PRODUCER = 'SUWEN';

/** The implicit label of a generated text. Who writes it first is its propagator as well. */
export function aigcLabel(answerId: string): AigcLabel {
  return {
    ...{ Label: '1', ContentProducer: PRODUCER, ProduceID: answerId, ReservedCode1: '' },
    ...{ ContentPropagator: PRODUCER, PropagateID: answerId, ReservedCode2: '' },
  };
}
