import { readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { DOTNET, EXAMPLES, NODE, PHP, PYTHON } from './runtimes.ts';

/** The programmes for partners as they lie in their folder, each with what its own header says. */

/** What a programme does with messages: that follows from the variables and the words in its header. */
type Kind = 'fetches' | 'fills a spreadsheet' | 'reads a queue' | 'receives webhooks' | 'verifies a webhook';

export interface Programme {
  /** Below the folder of the examples, for example `ophalen/ophaler.py`. */
  readonly path: string;
  readonly folder: string;
  readonly header: string;
  readonly kind: Kind;
  /** Absent when Google runs it. */
  readonly runtime: typeof NODE | undefined;
  /** The variables in its command, or its properties at Google. */
  readonly variables: readonly string[];
  /** What its command says after the name of the runtime, with what has to be filled in as `<webhook-id>`. */
  readonly args: readonly string[];
}

const RUNTIMES: Readonly<Record<string, typeof NODE>> = {
  node: NODE,
  python3: PYTHON,
  php: PHP,
  dotnet: DOTNET,
};

/** Files that no partner starts: explanation, rights in AWS, and what a programme that somebody tried has left. */
const NOT_STARTED = ['.md', '.json', '.jsonl', '.pyc'];

/** `HUB=… CLIENT_ID=… node ophaler.ts`, and with words to fill in: `php verifieer.php <webhook-id> … < inhoud`. */
const COMMAND = /((?:[A-Z_]+=\S+ )+)(node|python3|php|dotnet) ((?:[\w.]+ ?)+(?:<[a-z-]+> ?)*)/;

/** Whether the reader of a header has to put something else in the place of this word. */
const isToFillIn = (word: string): boolean => word.startsWith('<');

/** `Scripteigenschappen: HUB, TOKEN_URL.` */
const PROPERTIES = /Scripteigenschappen: ([A-Z_, ]+)\./;

const kindOf = (path: string, variables: readonly string[], args: readonly string[]): Kind => {
  if (args.length === 0) return 'fills a spreadsheet';
  if (variables.includes('CLIENT_ID')) return 'fetches';
  if (variables.includes('WACHTRIJ_URL')) return 'reads a queue';
  if (variables.includes('WEBHOOK_GEHEIM'))
    return args.some(isToFillIn) ? 'verifies a webhook' : 'receives webhooks';
  throw new Error(`no test knows how to try ${path}, which is started with ${variables.join(', ')}`);
};

/** The first comment, up to the first line of code. */
const headerOf = (text: string): string => {
  const [header = ''] = /^(?:<\?php\n)?(?:"""[\s\S]*?"""|\/\*\*[\s\S]*?\*\/|(?:\/\/.*\n)+)/.exec(text) ?? [];
  return header;
};

const programmeAt = (path: string): Programme => {
  const header = headerOf(readFileSync(join(EXAMPLES, path), 'utf8'));
  const [, assigned, program = '', line = ''] = COMMAND.exec(header) ?? [];
  const [, properties] = PROPERTIES.exec(header) ?? [];
  const variables = assigned?.match(/[A-Z_]+(?==)/g) ?? properties?.split(', ');
  if (variables === undefined) throw new Error(`the header of ${path} does not say how to start it`);
  const args = line.split(' ').filter((word) => word !== '');
  return {
    path,
    folder: dirname(path),
    header,
    kind: kindOf(path, variables, args),
    runtime: RUNTIMES[program],
    variables,
    args,
  };
};

/** Every programme in the folder, so that a new one is tried as well. */
export const PROGRAMMES: readonly Programme[] = readdirSync(EXAMPLES, {
  recursive: true,
  withFileTypes: true,
})
  .filter((entry) => entry.isFile() && !NOT_STARTED.includes(extname(entry.name)))
  .map(({ parentPath, name }) => join(parentPath, name).slice(EXAMPLES.length + 1))
  .toSorted()
  .map(programmeAt);
