import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { type AppOptions, synthesise } from '../../infra/app.ts';
import { COMPLETE, PARTNER_ACCOUNT, TRIAL, trialEnvironment } from '../environment.ts';
import { temporaryFolder } from '../temporary.ts';
import {
  createTrialApp,
  environmentOf,
  readTemplates,
  type StackName,
  type Templates,
  TWO_TIMES_TWO,
  toList,
  trialTemplates,
} from './support.ts';

/** A `cdk diff` shows only what a change of the code or the configuration changes. */

const templates = trialTemplates();
/** The same app with the account, the addresses and the domain filled in. */
const whole = createTrialApp({ environment: trialEnvironment(COMPLETE) });
const filled = readTemplates(whole);

type Sources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const sourcesOf = (of: Templates, stack: StackName): Sources => of.templateOf(stack).toJSON()['Resources'];

describe('the synthesis of the same app twice', () => {
  const folder = temporaryFolder();
  const files = (name: string, options: AppOptions): Readonly<Record<string, string>> => {
    const dir = synthesise({ ...options, outdir: join(folder, name) });
    return Object.fromEntries(
      readdirSync(dir)
        .filter((file) => /\.(template|assets)\.json$/.test(file))
        .map((file) => [file, readFileSync(join(dir, file), 'utf8')]),
    );
  };
  // Whether the code is the same is asked in bundles.test.ts: it does not depend on the environment.
  const codeFor = (): Code => Code.fromInline('export const handler = async () => {};');

  it.each([
    ['without an account', {}],
    ['with everything filled in', COMPLETE],
  ] as const)('gives the same templates, byte for byte, %s', (name, own) => {
    const options = { environment: trialEnvironment(own), codeFor };
    const first = files(`${name} once`, options);
    expect(Object.keys(first)).toContain('InburgeringshubVerwerking.template.json');
    expect(files(`${name} twice`, options)).toEqual(first);
  });
});

describe('a resource that holds data', () => {
  it('keeps its logical id, because another id makes a new, empty resource', () => {
    const ids = {
      'AWS::DynamoDB::GlobalTable': ['Tabel', 'Logboek'],
      'AWS::KMS::Key': ['Sleutel8622ADBE', 'GeheimenSleutel8B9B5ACE'],
      'AWS::SecretsManager::Secret': ['HmacGeheim155B198B', 'WebhookGeheim4967E687'],
      'AWS::Events::EventBus': ['BusEA82B648'],
      'AWS::Events::Archive': ['ArchiefArchive0A2F0EA3'],
      'AWS::SNS::Topic': ['Alarmen65801A01'],
    };
    const found = Object.keys(ids).map((type) => [
      type,
      templates.sources(type).map(({ target }) => target.id),
    ]);
    expect(Object.fromEntries(found)).toEqual(ids);
    const kanalen = templates
      .sources('AWS::SQS::Queue')
      .filter(({ target: { stack } }) => stack.startsWith('gemeente-'))
      .map(({ target: { id } }) => id);
    expect(kanalen.toSorted()).toEqual([
      'Kanaal0907balkDodeBrievenD1C01165',
      'Kanaal0907balkWachtrijD4DBE4A5',
      'Kanaal0907taalschoolDodeBrieven64887216',
      'Kanaal0907taalschoolWachtrij7630BF95',
      'Kanaal1734taalschoolDodeBrieven24AC842A',
      'Kanaal1734taalschoolWachtrij17C8AEF2',
      'Kanaal1734wijkondersteunerDodeBrieven0B1E82CE',
      'Kanaal1734wijkondersteunerWachtrijE41E7423',
    ]);
  });

  it('keeps its logical id also in a stack that not every environment has', () => {
    const idsIn = (stack: Stack | undefined, type: string): readonly string[] =>
      stack === undefined ? [] : Object.keys(Template.fromStack(stack).findResources(type));
    expect(idsIn(whole.tokens, 'AWS::Cognito::UserPool')).toEqual(['OrganisatiesEC9189E9']);
    expect(idsIn(whole.people, 'AWS::Cognito::UserPool')).toEqual(['Mensen6B06F3D8']);
    expect(idsIn(whole.backup, 'AWS::Backup::BackupVault')).toEqual(['Kluis51B5F23D']);
  });

  it('is in a stack in which the workflow to copy, and the guide, look for what would be replaced', () => {
    const isKept = (resource: { readonly UpdateReplacePolicy?: string }) =>
      resource.UpdateReplacePolicy === 'Retain';
    const keeping = whole.app.node.children
      .filter((stack) => Stack.isStack(stack))
      // What the processing keeps is a setting of the account for the logs of API Gateway, and nothing that was said.
      .filter((stack) => stack !== whole.processing)
      .filter((stack) => Object.values<object>(Template.fromStack(stack).toJSON()['Resources']).some(isKept))
      .map(({ stackName }) => stackName.replace(/Gemeente\d+/, 'Gemeente*'));
    for (const page of ['docs/voorbeelden/deploy-omgeving.yml', 'docs/deploy.md']) {
      const command = /npx cdk diff (.*?) --exclusively .*--fail-on=destructive/.exec(
        readFileSync(join(import.meta.dirname, '..', '..', page), 'utf8'),
      );
      const named = command?.[1]?.replaceAll("'", '').split(' ');
      expect(new Set(named), page).toEqual(new Set(keeping));
    }
  });

  it('keeps its fixed name, when it is a queue of a partner or the bus', () => {
    const names = ['AWS::SQS::Queue', 'AWS::Events::EventBus'].flatMap((type) =>
      templates
        .sources(type)
        .filter(({ target: { stack } }) => stack !== 'processing')
        .map(({ source: { Properties } }) => String(Properties['QueueName'] ?? Properties['Name'])),
    );
    expect(names.toSorted()).toEqual([
      'inburgeringshub',
      'inburgeringshub-0907-balk-dode-brieven.fifo',
      'inburgeringshub-0907-balk.fifo',
      'inburgeringshub-0907-taalschool-dode-brieven.fifo',
      'inburgeringshub-0907-taalschool.fifo',
      'inburgeringshub-1734-taalschool-dode-brieven.fifo',
      'inburgeringshub-1734-taalschool.fifo',
      'inburgeringshub-1734-wijkondersteuner-dode-brieven.fifo',
      'inburgeringshub-1734-wijkondersteuner.fifo',
    ]);
  });

  it('stays exactly as it is when the account, the addresses and the domain are filled in', () => {
    const remembers = (of: Templates): unknown => [
      ...['AWS::DynamoDB::GlobalTable', 'AWS::SecretsManager::Secret'].map((type) =>
        of.templates.data.findResources(type),
      ),
      ...TWO_TIMES_TWO.map(({ gemeentecode }) =>
        of.templateOf(`gemeente-${gemeentecode}`).findResources('AWS::SQS::Queue'),
      ),
    ];
    expect(remembers(filled)).toEqual(remembers(templates));
  });
});

describe('another gemeente', () => {
  const [first, ...rest] = TWO_TIMES_TWO;
  const small = readTemplates(createTrialApp({ gemeenten: [first] }));

  it.each([
    ['after', [first, ...rest]],
    ['before', [...rest, first]],
  ])('%s the others adds a stack, and changes no other stack', (_place, gemeenten) => {
    const large = readTemplates(createTrialApp({ gemeenten }));
    const stacks = Object.keys(small.templates) as StackName[];
    expect(Object.keys(large.templates)).toHaveLength(stacks.length + rest.length);
    for (const stack of stacks) expect(sourcesOf(large, stack), stack).toEqual(sourcesOf(small, stack));
  });
});

describe('a template', () => {
  const EMAIL = /[\w.+-]+@[\w-]+\.[\w.]+/g;
  const textOf = (of: Templates): string =>
    Object.values(of.templates)
      .map((template) => JSON.stringify(template?.toJSON()))
      .join('\n');

  it('holds no e-mail address and no account but those of the environment', () => {
    expect(new Set(textOf(templates).match(EMAIL))).toEqual(new Set([TRIAL.mail.afzender]));
    expect(textOf(templates).match(/\b\d{12}\b/)).toBeNull();
    const text = textOf(filled);
    expect(new Set(text.match(EMAIL))).toEqual(new Set([COMPLETE.alarmEmailadres, TRIAL.mail.afzender]));
    expect(new Set(text.match(/\b\d{12}\b/g))).toEqual(new Set([COMPLETE.account, PARTNER_ACCOUNT]));
  });

  it('holds no value of a secret, and gives functions the id of one only', () => {
    const secrets = templates.sources('AWS::SecretsManager::Secret');
    expect(secrets).toHaveLength(2);
    for (const { source } of secrets) expect(source.Properties).not.toHaveProperty('SecretString');
    expect(textOf(templates)).not.toMatch(/\{\{resolve:|BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}/);
    for (const { source } of templates.sources('AWS::Lambda::Function')) {
      const names = Object.keys(environmentOf(source)).filter((name) =>
        /GEHEIM|SECRET|PASSWORD|KEY/.test(name),
      );
      expect(toList(names).every((name) => String(name).endsWith('_ID'))).toBe(true);
    }
  });
});
