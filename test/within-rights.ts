import type { BatchTable } from '../adapters/table/batch.ts';
import type { RemovalTable } from '../adapters/table/removal.ts';
import type { Key, Table } from '../adapters/table/table.ts';
import { SENT_ATTRIBUTES } from '../contracts/internal/sent-attributes.ts';
import {
  TABLE_RIGHTS,
  type TableAction,
  type TableRights,
  ZAAK_PARTITIONS,
} from '../infra/constructs/rights.ts';

/** A call of the table, as some function may make it. */
type Method = keyof RemovalTable | keyof BatchTable;

/** Which of DynamoDB's actions a call of the table comes down to; those on the index are granted by list. */
const ACTIONS = {
  read: 'GetItem',
  readAll: 'BatchGetItem',
  partition: 'Query',
  insert: 'PutItem',
  writeIfNewer: 'PutItem',
  replace: 'PutItem',
  add: 'UpdateItem',
  write: 'PutItem',
  change: 'UpdateItem',
  perStatus: 'list',
  countPage: 'count',
  count: 'count',
  remove: 'DeleteItem',
} as const satisfies Readonly<Record<Method, TableAction | 'list' | 'count'>>;

const matches = (patterns: readonly string[], key: string): boolean =>
  patterns.some((pattern) =>
    pattern.endsWith('*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern,
  );

const SENT: ReadonlySet<string> = new Set(SENT_ATTRIBUTES);

/** Whether a change strikes off that messages of a zaak are sent, and names no other attribute. */
const isSent = (pk: string, attributes: readonly string[]): boolean =>
  matches([ZAAK_PARTITIONS], pk) && attributes.every((name) => SENT.has(name));

/** The partition keys that a call is about, each with the attributes that a change of it names. */
const placesOf = (
  method: Method,
  [first, ...rest]: readonly unknown[],
): readonly (readonly [string, string[]])[] => {
  if (typeof first === 'string') return [[first, []]];
  const items = [first].flat().filter((item): item is Partial<Key> => item instanceof Object);
  const named = method === 'change' ? rest.filter((part) => !Array.isArray(part)) : [];
  return items.map((item) => [String(item.pk), named.flatMap((part) => Object.keys(part ?? {}))]);
};

const allows = (rights: TableRights, method: Method, args: readonly unknown[]): boolean => {
  const action = ACTIONS[method];
  const status = String(args[0]);
  if (action === 'count') return matches([...(rights.lists ?? []), ...(rights.counts ?? [])], status);
  if (action === 'list') return matches(rights.lists ?? [], status);
  return placesOf(method, args).every(
    ([pk, attributes]) =>
      matches(rights[action] ?? [], pk) ||
      (action === 'UpdateItem' && rights.sent === true && isSent(pk, attributes)),
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
        if (!allows(TABLE_RIGHTS[name], member as keyof typeof ACTIONS, args)) {
          const what = JSON.stringify(args[0]).slice(0, 120);
          throw new Error(`${name} has no right to ${String(member)} ${what} (infra/constructs/rights.ts)`);
        }
        return Reflect.apply(method, target, args);
      };
    },
  });
