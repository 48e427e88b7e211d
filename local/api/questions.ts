import type { FindFunction } from './stages.ts';

/** The calls of an API that only ask. */
export interface Questions {
  /** Finds the same functions, and counts those of their invocations that only ask. */
  readonly find: FindFunction;
  /** How many run now. */
  running(): number;
}

const isQuestion = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && Reflect.get(event, 'httpMethod') === 'GET';

/**
 * Keeps apart what only asks, so that a hub can be at rest while a partner waits for its next message: such a call lasts as
 * long as nothing comes.
 */
export const createQuestions = (find: FindFunction): Questions => {
  let running = 0;
  return {
    find: (arn) => {
      const target = find(arn);
      if (target === undefined) return undefined;
      const invoke: typeof target.invoke = async (event) => {
        if (!isQuestion(event)) return target.invoke(event);
        running += 1;
        try {
          return await target.invoke(event);
        } finally {
          running -= 1;
        }
      };
      return { ...target, invoke };
    },
    running: () => running,
  };
};
