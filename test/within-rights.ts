import type { Key, Table } from '../adapters/table/table.ts';
import {
  TABLE_RIGHTS,
  type TableAction,
  type TableRights,
  ZAAK_PARTITIONS,
} from '../infra/constructs/rights.ts';

/** Which of DynamoDB's actions a call of the table comes down to; those on the index are granted by list. */
const ACTIONS = {
  read: 'GetItem',
  partition: 'Query',
  insert: 'PutItem',
  writeIfNewer: 'PutItem',
  replace: 'PutItem',
  write: 'PutItem',
  change: 'UpdateItem',
  perStatus: 'list',
  countPage: 'list',
  count: 'list',
} as const satisfies Readonly<Record<keyof Table, TableAction | 'list'>>;

const matches = (patterns: readonly string[], key: string): boolean =>
  patterns.some((pattern) =>
    pattern.endsWith('*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern,
  );

const isPost = ({ pk, sk }: Partial<Key>): boolean =>
  pk !== undefined && matches([ZAAK_PARTITIONS], pk) && sk?.startsWith('POST#') === true;

const allows = (
  rights: TableRights,
  method: keyof Table,
  argument: unknown,
  rest: readonly unknown[],
): boolean => {
  const action = ACTIONS[method];
  if (action === 'list') return matches(rights.lists ?? [], String(argument));
  const keys: readonly Partial<Key>[] =
    typeof argument === 'string'
      ? [{ pk: argument, ...(typeof rest[0] === 'string' ? { sk: rest[0] } : {}) }]
      : [argument].flat().filter((key) => key instanceof Object);
  return keys.every(
    (key) =>
      matches(rights[action] ?? [], key.pk ?? '') ||
      (action !== 'GetItem' && rights.postvak?.includes(action) === true && isPost(key)),
  );
};

/**
 * The table as this function may use it in a deployment: a call beyond its rights is an error, so that a right that is
 * missing shows in the test of what needs it. The policies themselves are held against docs/rights.md.
 */
export const withinRights = <T extends Table>(name: keyof typeof TABLE_RIGHTS, table: T): T =>
  new Proxy(table, {
    get: (target, member) => {
      const method: unknown = Reflect.get(target, member);
      if (typeof method !== 'function' || !(String(member) in ACTIONS)) return method;
      return async (...args: unknown[]): Promise<unknown> => {
        const [argument, ...rest] = args;
        if (!allows(TABLE_RIGHTS[name], member as keyof Table, argument, rest)) {
          const key = typeof argument === 'string' ? argument : JSON.stringify(argument).slice(0, 120);
          throw new Error(`${name} has no right to ${String(member)} ${key} (infra/constructs/rights.ts)`);
        }
        return Reflect.apply(method, target, args);
      };
    },
  });
