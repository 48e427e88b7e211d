import type { Seal } from '../seal.ts';

/**
 * Dynalite keeps every item as JSON in LevelDB. `sealedLevel` gives it a LevelDB whose values are sealed; their keys, by
 * which it sorts, are not.
 */

interface Encoding {
  readonly name: string;
  readonly format: 'view';
  encode(value: unknown): Uint8Array;
  decode(bytes: Uint8Array): unknown;
}

type Options = Readonly<Record<string, unknown>>;

/** The class of `level`, as far as dynalite uses it. */
export type LevelClass = new (path: string, options: Options) => object;

/** The encoding of a value that only this seal opens. */
const sealedEncoding = ({ sealBytes, openBytes }: Seal): Encoding => ({
  name: 'sealed',
  format: 'view',
  encode: (value) => sealBytes(JSON.stringify(value)),
  decode: (bytes) => JSON.parse(openBytes(bytes)),
});

/** The same class with sealed values. */
export const sealedLevel = (level: LevelClass, seal: Seal): LevelClass =>
  class extends level {
    constructor(path: string, options: Options) {
      super(path, { ...options, valueEncoding: sealedEncoding(seal) });
    }
  };
