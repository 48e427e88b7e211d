/**
 * Dynalite writes the index entries of an item and the item itself one after another, so that a process that ends in
 * between leaves an index that disagrees with its table for good. `makeWritesAtomic` puts them in one batch of LevelDB,
 * which is written whole or not at all.
 */

type Callback = (error?: unknown) => void;
type Item = Readonly<Record<string, unknown>>;

interface Operation {
  readonly type: 'put' | 'del';
  readonly key: string;
  readonly value?: unknown;
}

interface SubDatabase {
  put(key: string, value: unknown, done: Callback): void;
  del(key: string, done: Callback): void;
}

interface Store {
  readonly db: { batch(operations: readonly Operation[], done: Callback): void };
  getItemDb(table: string): SubDatabase;
}

interface Table {
  readonly TableName: string;
  readonly LocalSecondaryIndexes?: readonly unknown[];
  readonly GlobalSecondaryIndexes?: readonly unknown[];
}

interface IndexActions {
  readonly puts: readonly { readonly index: string; readonly key: string; readonly item: unknown }[];
  readonly deletes: readonly { readonly index: string; readonly key: string }[];
}

/** The parts of dynalite's module `db` that `makeWritesAtomic` changes and uses. The version of dynalite is pinned. */
export interface DynaliteDb {
  updateIndexes(
    store: Store,
    table: Table,
    existing: Item | undefined,
    item: Item | undefined,
    done: Callback,
  ): void;
  getIndexActions(
    indexes: readonly unknown[],
    existing: Item | undefined,
    item: Item | undefined,
    table: Table,
  ): IndexActions;
  createKey(item: Item, table: Table): string;
}

const INDEX_TYPES = ['Local', 'Global'] as const;

function indexOperations(
  db: DynaliteDb,
  table: Table,
  existing: Item | undefined,
  item: Item | undefined,
): readonly Operation[] {
  return INDEX_TYPES.flatMap((type) => {
    const indexes = table[`${type}SecondaryIndexes`] ?? [];
    const { puts, deletes } = db.getIndexActions(indexes, existing, item, table);
    const place = (index: string, key: string): string =>
      `index-${type.toLowerCase()}~${table.TableName}~${index}~${key}`;
    return [
      ...deletes.map(({ index, key }): Operation => ({ type: 'del', key: place(index, key) })),
      ...puts.map(
        ({ index, key, item: value }): Operation => ({ type: 'put', key: place(index, key), value }),
      ),
    ];
  });
}

/** Changes the module so that every write of an item is one batch. */
export function makeWritesAtomic(db: DynaliteDb): void {
  // Dynalite first announces the index changes of an item, under a lock on its key, and then writes the item.
  const announced = new Map<string, readonly Operation[]>();
  const adapted = new WeakSet<SubDatabase>();

  const adapt = (store: Store, tableName: string): void => {
    const items = store.getItemDb(tableName);
    if (adapted.has(items)) return;
    adapted.add(items);
    const write = (operation: Operation, done: Callback): void => {
      const place = `item-${tableName}~${operation.key}`;
      const operations = [...(announced.get(place) ?? []), { ...operation, key: place }];
      announced.delete(place);
      store.db.batch(operations, done);
    };
    items.put = (key, value, done) => write({ type: 'put', key, value }, done);
    items.del = (key, done) => write({ type: 'del', key }, done);
  };

  db.updateIndexes = (store, table, existing, item, done) => {
    const subject = item ?? existing;
    if (subject) {
      adapt(store, table.TableName);
      const place = `item-${table.TableName}~${db.createKey(subject, table)}`;
      announced.set(place, indexOperations(db, table, existing, item));
    }
    done();
  };
}
