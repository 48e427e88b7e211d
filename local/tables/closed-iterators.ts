/**
 * Dynalite ends an iterator of LevelDB by its method `return`, which abstract-level does not have. Each query would
 * leave its iterator open, and with it the version of the data that it saw, so that memory and disk grow with every
 * query. `makeIteratorsClose` gives iterators that method.
 */

interface Iterator {
  close(): Promise<void>;
}

type IteratorClass = { readonly prototype: Iterator & { return?: () => Promise<void> } };

/** The parts of abstract-level, on which dynalite's stores are built, that `makeIteratorsClose` changes. */
export interface AbstractLevel {
  readonly AbstractValueIterator: IteratorClass;
  readonly AbstractKeyIterator: IteratorClass;
}

/** Lets dynalite close the iterators that it opens. */
export function makeIteratorsClose({ AbstractValueIterator, AbstractKeyIterator }: AbstractLevel): void {
  for (const { prototype } of [AbstractValueIterator, AbstractKeyIterator]) {
    prototype.return = function close(this: Iterator) {
      return this.close();
    };
  }
}
