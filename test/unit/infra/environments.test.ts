import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../../infra/environments/defaults.ts';
import {
  type EnvironmentInput,
  EnvironmentSchema,
  readEnvironment,
} from '../../../infra/environments/environment.ts';
import { ENVIRONMENTS } from '../../../infra/environments/fields.ts';
import { chooseEnvironment } from '../../../infra/environments/index.ts';
import { readProfiles } from '../../../infra/gemeenten/profiles.ts';
import { ACCOUNT, COMPLETE, PARTNER_ACCOUNT, TRIAL } from '../../environment.ts';

const GOOD: EnvironmentInput = { ...TRIAL, ...COMPLETE };

/** What a typist can get wrong: the value is no longer what the type promises. */
const withOne = (path: string, value: unknown): EnvironmentInput => {
  const environment: Record<string, unknown> = structuredClone(GOOD);
  const names = path.split('.');
  const latest = names.pop() ?? '';
  const holder = names.reduce((object, name) => object[name] as Record<string, unknown>, environment);
  holder[latest] = value;
  return environment as EnvironmentInput;
};

describe('the environments in the repository', () => {
  it.each(ENVIRONMENTS)('%s is complete and valid', (name) => {
    expect(chooseEnvironment(name)).toMatchObject({ naam: name });
  });

  it('productie is used when none is chosen', () => {
    expect(chooseEnvironment()).toMatchObject({ naam: 'productie' });
  });

  it.each(['prod', 'Productie', '', 7])('%j is refused as a name that does not exist', (name) => {
    expect(() => chooseEnvironment(name)).toThrow(/kies uit lokaal, ontwikkel, test, acceptatie, productie/);
  });
});

describe('an environment', () => {
  it('that is valid is taken without change', () => {
    expect(readEnvironment(GOOD)).toMatchObject(GOOD);
  });

  it('needs no account, addresses, domain or budget', () => {
    const { account, alarmEmailadres, tokens, loketEigen, duo, domein, budget, ...rest } = GOOD;
    expect(readEnvironment(rest)).toEqual(rest);
  });

  it.each<[string, unknown, string]>([
    ['account', '12345678901', 'account: moet uit twaalf cijfers bestaan'],
    ['regio', 'us-east-1', 'regio:'],
    ['gemeenten', '', 'gemeenten:'],
    ['gemeenten', ['0907'], 'gemeenten:'],
    ['gegevens', 'weggooien', 'gegevens: moet bewaren zijn in productie'],
    ['bewaarDagen.logs', 100, 'bewaarDagen.logs:'],
    ['loketTegelijk', 0, 'loketTegelijk:'],
    ['apiTegelijk', 841, 'apiTegelijk: is met loketTegelijk en ophalenTegelijk samen meer dan 900'],
    ['bewaarDagen.archief', 0, 'bewaarDagen.archief:'],
    ['alarmNaDagen.partner', 14, 'alarmNaDagen.partner:'],
    ['stilteDagen.duo', 0.5, 'stilteDagen.duo:'],
    ['alarmEmailadres', 'beheer', 'alarmEmailadres: moet een e-mailadres zijn'],
    ['tokens', {}, 'tokens: noemt geen uitgever'],
    ['tokens.eigen.domeinvoorvoegsel', 'mijn-aws-hub', 'tokens.eigen.domeinvoorvoegsel: is geen bruikbaar'],
    ['tokens.uitgevers', [], 'tokens.uitgevers:'],
    ['tokens.uitgevers.0.naam', 'eigen', 'tokens.uitgevers.0.naam: is van een andere uitgever'],
    [
      'tokens.uitgevers.0.jwksUrl',
      'http://tokens.hub.example',
      'tokens.uitgevers.0.jwksUrl: moet een https-adres zijn',
    ],
    [
      'tokens.uitgevers.0.organisatie',
      { claim: 'sub' },
      'tokens.uitgevers.0.organisatie.claim: moet een JSON pointer',
    ],
    [
      'tokens.uitgevers.0.organisatie',
      { claim: '/' },
      'tokens.uitgevers.0.organisatie.claim: moet een JSON pointer',
    ],
    [
      'tokens.uitgevers.0.organisatie',
      { claim: '/azp', sleutels: {} },
      'tokens.uitgevers.0.organisatie.sleutels: noemt geen enkele organisatie',
    ],
    [
      'tokens.uitgevers.0.organisatie',
      { claim: '/azp', sleutels: { a: 'coa' }, toegelaten: true },
      'tokens.uitgevers.0.organisatie: kies tussen sleutels en toegelaten',
    ],
    ['tokens.uitgevers.0.rechten', { claim: '' }, 'tokens.uitgevers.0.rechten.claim: moet een JSON pointer'],
    [
      'tokens.uitgevers.0.publiek',
      undefined,
      'tokens.uitgevers.0.publiek: ontbreekt: zonder publiek moet rechten.voorvoegsel',
    ],
    ['tokens.uitgevers.0.gemeenten', [], 'tokens.uitgevers.0.gemeenten:'],
    ['tokens.uitgevers.0.langsteMinuten', 2000, 'tokens.uitgevers.0.langsteMinuten:'],
    ['loketEigen', {}, 'loketEigen.domeinvoorvoegsel:'],
    [
      'loketEigen.domeinvoorvoegsel',
      COMPLETE.tokens.eigen.domeinvoorvoegsel,
      'loketEigen.domeinvoorvoegsel: is dat van tokens.eigen',
    ],
    ['loket', COMPLETE.tokens.uitgevers[0], 'loketEigen: staat naast loket'],
    ['duo.basisUrl', 'duo.hub.example', 'duo.basisUrl: moet een https-adres zijn'],
    ['duo.oin', '99', 'duo.oin:'],
    ['duo.certificaatGeheimArn', 'duo-certificaat', 'duo.certificaatGeheimArn: moet eruitzien als arn:'],
    [
      'duo.gemeenten.0907.certificaatGeheimArn',
      `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:duo-0907-AbCdEf`,
      'duo.gemeenten.0907.certificaatGeheimArn: ligt in eu-west-1',
    ],
    [
      'wachtrijToegang.0907.taalschool.principals',
      ['*'],
      'wachtrijToegang.0907.taalschool.principals.0: moet eruitzien als arn:aws:iam::<account>:role/<naam>',
    ],
    [
      'wachtrijToegang.0907.taalschool.principals',
      [`arn:aws:iam::${PARTNER_ACCOUNT}:role/*`],
      'wachtrijToegang.0907.taalschool.principals.0: moet eruitzien als',
    ],
    ['wachtrijToegang.0907.taalschool.principals', [], 'wachtrijToegang.0907.taalschool.principals:'],
    [
      'wachtrijToegang.0907.taalschool.principals',
      [PARTNER_ACCOUNT, PARTNER_ACCOUNT],
      'wachtrijToegang.0907.taalschool.principals: noemt een principal twee keer',
    ],
    [
      'wachtrijToegang.0907.taalschool.principals',
      [`arn:aws:iam::${ACCOUNT}:role/coa`],
      'wachtrijToegang.0907.taalschool.principals: ligt in het account van de hub zelf',
    ],
    ['wachtrijToegang.907', {}, 'wachtrijToegang.907:'],
    ['loopback', true, 'loopback: mag alleen in lokaal'],
    ['loopback', false, 'loopback:'],
    [
      'webhook.certificaatGeheimArn',
      `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:webhook-AbCdEf`,
      'webhook.certificaatGeheimArn: ligt in eu-west-1',
    ],
    [
      'duo.certificaatGeheimArn',
      `arn:aws:secretsmanager:eu-central-1:${'9'.repeat(12)}:secret:duo-AbCdEf`,
      'duo.certificaatGeheimArn: ligt in een ander account',
    ],
    ['domein.naam', 'https://hub.gennep.example', 'domein.naam: moet een domeinnaam zijn'],
    ['domein.certificaatArn', undefined, 'domein.certificaatArn:'],
    [
      'domein.certificaatArn',
      `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/0907`,
      'domein.certificaatArn: ligt in us-east-1, de omgeving in eu-central-1',
    ],
    ['domein.truststore', { bucket: 'truststore-gennep' }, 'domein.truststore.sleutel:'],
    ['budget.dollarsPerMaand', 0, 'budget.dollarsPerMaand:'],
    ['budget.ookAan', ['financien'], 'budget.ookAan.0: moet een e-mailadres zijn'],
    ['labels', { omgeving: 'iets anders' }, 'labels.omgeving:'],
    ['labels', { 'aws:iets': 'x' }, 'labels.aws:iets:'],
    ['labels', { eigenaar: '' }, 'labels.eigenaar: is geen bruikbare labelwaarde'],
  ])('with a wrong %s (%j) is refused with the name of the field', (path, value, error) => {
    expect(() => readEnvironment(withOne(path, value))).toThrow(`omgeving productie klopt niet:\n  ${error}`);
  });

  it('with a misspelled field is refused, and so is a truststore without a domain', () => {
    expect(() => readEnvironment(withOne('acount', ACCOUNT))).toThrow(/acount/);
    expect(() => readEnvironment(withOne('truststore', { bucket: 'b', sleutel: 's' }))).toThrow(/truststore/);
  });

  it('is refused with all its faults at once', () => {
    expect(() => readEnvironment({ ...GOOD, account: '1', alarmEmailadres: 'x' })).toThrow(
      /account: .*\n {2}alarmEmailadres: /,
    );
  });

  it('named lokaal may not have an account', () => {
    expect(() => readEnvironment({ ...GOOD, naam: 'lokaal' })).toThrow('account: hoort niet bij lokaal');
  });
});

describe('what somebody filled in wrongly', () => {
  it.each([
    ['a name that no environment has', () => chooseEnvironment('onzin')],
    ['a file of an environment', () => readEnvironment({ ...GOOD, account: '1' })],
    ['a folder without gemeenten', () => readProfiles(join(import.meta.dirname, 'constructs'))],
    ['a folder that is not there', () => readProfiles(join(import.meta.dirname, 'nergens'))],
  ])('is told without a stack trace: %s', (_, read) => {
    expect(read).toThrow(expect.objectContaining({ name: 'SettingsError' }));
  });
});

describe('docs/deploy.md', () => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'deploy.md'), 'utf8');
  /** The cells of the row of this field. */
  const row = (name: string): readonly string[] =>
    (text.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? '')
      .split('|')
      .map((cell) => cell.trim());

  it('explains every field of an environment', () => {
    for (const field of Object.keys(EnvironmentSchema.shape)) {
      if (field !== 'naam') expect(row(field)[2], field).toMatch(/\w{3}/);
    }
  });

  it('shows a valid environment', () => {
    const [, content] = /export const acceptatie: EnvironmentInput = (\{[\s\S]*?\n\});/.exec(text) ?? [];
    const filled = content?.replace('<twaalf cijfers>', ACCOUNT) ?? '';
    const environment: EnvironmentInput = runInNewContext(`(${filled})`, { DEFAULTS });
    expect(readEnvironment(environment)).toMatchObject({ naam: 'acceptatie', account: ACCOUNT });
  });
});
