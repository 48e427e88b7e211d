import { once } from './once.ts';

type Methods<Name extends string> = Readonly<Record<Name, (...given: never[]) => Promise<unknown>>>;

/**
 * These methods of an adapter, which is loaded and made when one of them is first called, because not every invocation calls one.
 * When that fails, the next call tries again.
 */
export const atFirstCall = <const Name extends string, Adapter extends Methods<Name>>(
  names: readonly Name[],
  load: () => Promise<Adapter>,
): Pick<Adapter, Name> => {
  const adapter = once(load);
  const forward =
    (name: Name) =>
    async (...given: never[]) =>
      (await adapter())[name](...given);
  return Object.fromEntries(names.map((name) => [name, forward(name)])) as Pick<Adapter, Name>;
};
