/** The part of cli-progress that the hub uses; the package has no types of its own. */
declare module 'cli-progress' {
  export interface Options {
    readonly format?: string;
    readonly hideCursor?: boolean;
    readonly clearOnComplete?: boolean;
    readonly stream?: NodeJS.WritableStream;
  }
  export class SingleBar {
    constructor(options: Options, preset?: Options);
    start(total: number, value: number, payload?: Readonly<Record<string, unknown>>): void;
    update(value: number, payload?: Readonly<Record<string, unknown>>): void;
    stop(): void;
  }
  const cliProgress: { readonly SingleBar: typeof SingleBar };
  export default cliProgress;
}
