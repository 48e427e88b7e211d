import type { Outside } from '../unit/functions/hub-in-memory.ts';

/** One call to the outside that fails: which one, and whether it had its effect by then. */
export interface Fault {
  /** Place of the call among all calls of a run, from 0. */
  readonly call: number;
  readonly moment: Moment;
}

/**
 * The moment at which a call fails. When the answer of a write is lost, the SDK tries the write again by itself. The condition of
 * the write then no longer holds, and the caller is told that another writer was first.
 */
type Moment = 'before its effect' | 'after its effect' | 'after its effect, and refused when tried again';

/** The error of a lost connection. The caller cannot tell whether the call had its effect. */
export const lostConnection = (): Error => Object.assign(new Error('crash'), { name: 'TimeoutError' });

export interface OutsideCalls {
  /** Wraps an adapter: it counts the calls and lets the call of the fault fail. */
  readonly outside: Outside;
  /** Names of the calls so far, in order. */
  readonly made: readonly string[];
}

/** Calls that only read: nothing outside is different after one of them. */
const READS: ReadonlySet<string> = new Set([
  'read',
  'partition',
  'perStatus',
  'count',
  'countPage',
  'query',
  'find',
]);

/** Calls that write under a condition which does not hold after they did. */
const CONDITIONAL: ReadonlySet<string> = new Set(['insert', 'replace', 'change']);

/** Stands around an adapter: each call goes through `call`, which may fail it before or after its effect. */
export const aroundCalls =
  (
    call: (name: string, args: readonly unknown[]) => Moment | undefined | Promise<Moment | undefined>,
  ): Outside =>
  (adapter) =>
    new Proxy(adapter, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function' || typeof name !== 'string') return member;
        return async (...args: unknown[]): Promise<unknown> => {
          const moment = await call(name, args);
          if (moment === 'before its effect') throw lostConnection();
          const outcome: unknown = await Reflect.apply(member, target, args);
          if (moment === 'after its effect') throw lostConnection();
          return moment === undefined ? outcome : false;
        };
      },
    });

/** Counts the calls of the adapters that it stands around, and lets those fail for which `momentOf` names a moment. */
export const failingCalls = (momentOf: (call: number) => Moment | undefined): OutsideCalls => {
  const made: string[] = [];
  const outside = aroundCalls((name) => {
    const moment = momentOf(made.length);
    made.push(name);
    return moment;
  });
  return { outside, made };
};

/** Counts calls in the same way. The call of `fault` fails, or no call without a fault. */
export const outsideCalls = (fault?: Fault): OutsideCalls =>
  failingCalls((call) => (call === fault?.call ? fault.moment : undefined));

/** Every fault that a run with these calls can have. After a call that only reads it is the same as before it. */
export const everyFault = (calls: readonly string[]): readonly Fault[] =>
  calls.flatMap((name, call): Fault[] => [
    { call, moment: 'before its effect' },
    ...(READS.has(name) ? [] : [{ call, moment: 'after its effect' } as const]),
    ...(CONDITIONAL.has(name)
      ? [{ call, moment: 'after its effect, and refused when tried again' } as const]
      : []),
  ]);

/** Every state of the outside in which a run with these calls can stop: after each call that writes or sends. */
export const everyFall = (calls: readonly string[]): readonly Fault[] =>
  everyFault(calls).filter(({ moment }) => moment === 'after its effect');
