import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from '../../exported-names.ts';

/** What a page names in `code` is there: a file or folder, and an identifier of the source. */

/** Names that are not the project's own, each with whose they are; a page that no longer has one makes the list too long. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'ipaddr.js': 'a package',
  'index.mjs': 'the bundle of a function',
  'hub.json': 'a local hub writes it beside its data',
  'ontvangen.jsonl': 'a programme of a partner writes it',
  'THIRD-PARTY-NOTICES.txt': 'the package for partners has it',
  '.github/workflows/': 'in the repository of who deploys with GitHub',
  'partners.csv': 'a paper of the gemeente',
  'ce.json': 'a schema of CloudEvents',
  'cloudevents/formats/cloudevents.json': 'the repository of CloudEvents',
  'API/Notificatie/openapi.yml': 'the repository of DUO',
  'Gebeurtenissen/Gebeurtenissen.md': 'the repository of DUO',
  'Attentiesignalen.md': 'the repository of DUO',
  StartMessageMoveTask: 'SQS',
  PendingConfirmation: 'SNS',
  UPDATE_ROLLBACK_FAILED: 'CloudFormation',
  NumberOfBackupJobsFailed: 'AWS Backup',
  NumberOfCopyJobsFailed: 'AWS Backup',
  SetAlarmState: 'CloudWatch',
  DescribeAlarmHistory: 'CloudWatch',
  ListMetrics: 'CloudWatch',
  PutMetricData: 'CloudWatch',
  DisabledException: 'KMS',
  HTTPS_PROXY: 'the environment of a partner',
  InburgeringshubGemeente1734: 'the app makes the name of the stack of a gemeente',
};

const files = globSync('**/*.*', {
  cwd: PROJECT,
  exclude: (path) => /(^|\/)(node_modules|cdk\.out|\.git)$/.test(path),
});
const read = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');

/** The changelog names what was, too. */
const pages = files.filter((path) => path.endsWith('.md') && path !== 'CHANGELOG.md');

const codeOf = (page: string): ReadonlySet<string> =>
  new Set(
    [
      ...read(page)
        .replaceAll(/^ *```.*?^ *```/gms, '')
        .matchAll(/(?<!`)`([^`\n]+)`(?!`)/g),
    ].map(([, code = '']) => code),
  );

const PATH =
  /^(?:\.?[\w@-][\w.@-]*\/)*(?:[\w@-][\w.@-]*\.(?:ts|mjs|js|py|php|cs|gs|sh|md|json|jsonl|ya?ml|csv|css|txt))?$/;
const isPath = (code: string): boolean => PATH.test(code);

const fileNames = new Set(files.map((path) => basename(path)));
const folderNames = new Set(
  files.flatMap((path) =>
    dirname(path)
      .split('/')
      .map((name) => `${name}/`),
  ),
);

/** From the root or the folder of the page; a name without any folder may lie in whatever folder the page speaks of. */
const pathExists = (page: string, path: string): boolean =>
  fileNames.has(path) ||
  folderNames.has(path) ||
  [path, join(dirname(page), path)].some((one) => existsSync(join(PROJECT, one)));

const SOURCE = /\.(?:ts|mjs|js|py|php|cs|gs|json|jsonl|ya?ml|csv)$/;
const words = new Set(
  files
    .filter((path) => SOURCE.test(path) && path !== 'package-lock.json')
    .filter((path) => !path.endsWith('docs/names.test.ts'))
    .flatMap((path) => read(path).match(/[A-Za-z_]\w*/g) ?? []),
);

/** `camelCase`, `PascalCase` of two words or more, `CONSTANT_CASE`; also when the page calls it. */
const IDENTIFIER =
  /^([a-z][a-z0-9]*(?:[A-Z][a-z0-9]*)+|(?:[A-Z][a-z0-9]+){2,}|[A-Z0-9]+(?:_[A-Z0-9]+)+)(?:\(.*\))?$/;
const identifierOf = (code: string): string | undefined => IDENTIFIER.exec(code)?.[1];

/** The logical id of an alarm begins with the construct that it stands in. */
const isInSource = (name: string): boolean =>
  words.has(name) || words.has(name.replace(/^[A-Z][a-z]+(?=\w+Alarm$)/, ''));

describe('what a page names', () => {
  it.each(pages)('is a path that exists, in %s', (page) => {
    const missing = [...codeOf(page)].filter((code) => isPath(code) && !pathExists(page, code));
    expect(missing.filter((path) => !(path in ELSEWHERE))).toEqual([]);
  });

  it.each(pages)('is an identifier that the source has, in %s', (page) => {
    const missing = [...codeOf(page)].flatMap((code) => {
      const name = identifierOf(code);
      return name === undefined || isInSource(name) ? [] : [name];
    });
    expect(missing.filter((name) => !(name in ELSEWHERE))).toEqual([]);
  });

  it('is of others only where a page still names it', () => {
    const named = new Set(pages.flatMap((page) => [...codeOf(page)]));
    expect(Object.keys(ELSEWHERE).filter((name) => !named.has(name))).toEqual([]);
  });
});
