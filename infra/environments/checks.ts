import { type EnvironmentFields, MOST_AT_ONCE, MUST_KEEP } from './fields.ts';

/** A setting that does not go with another one, and why. */
interface Fault {
  readonly path: readonly string[];
  readonly message: string;
}

type Check = (environment: EnvironmentFields) => readonly Fault[];

/** What is wrong between the settings of an environment, each of which is right by itself; in Dutch. */
export const faultsBetween = (environment: EnvironmentFields): readonly Fault[] =>
  CHECKS.flatMap((check) => check(environment));

const faultIf = (isWrong: boolean, path: readonly string[], message: string): readonly Fault[] =>
  isWrong ? [{ path, message }] : [];

const keepsData: Check = ({ naam, gegevens }) =>
  faultIf(MUST_KEEP.includes(naam) && gegevens !== 'bewaren', ['gegevens'], `moet bewaren zijn in ${naam}`);

const reservesWhatThereIs: Check = ({ apiTegelijk, loketTegelijk, ophalenTegelijk }) =>
  faultIf(
    apiTegelijk + loketTegelijk + ophalenTegelijk > MOST_AT_ONCE,
    ['apiTegelijk'],
    `is met loketTegelijk en ophalenTegelijk samen meer dan ${MOST_AT_ONCE}`,
  );

const isHereOrElsewhere: Check = ({ naam, account, loopback }) => [
  ...faultIf(naam === 'lokaal' && account !== undefined, ['account'], 'hoort niet bij lokaal'),
  ...faultIf(
    naam !== 'lokaal' && loopback !== undefined,
    ['loopback'],
    'mag alleen in lokaal: elders komt niets van buiten op de eigen machine uit',
  ),
];

const ACCOUNT = 4;

const copiesElsewhere: Check = ({ account, reservekopie }) =>
  faultIf(
    account !== undefined && reservekopie?.kluisArn.split(':')[ACCOUNT] === account,
    ['reservekopie', 'kluisArn'],
    'ligt in het account van de hub zelf',
  );

/** The account number of a principal. */
const accountOf = (principal: string): string => /\d{12}/.exec(principal)?.[0] ?? '';

/** A policy that names the account of the hub itself would open the queue to every role in that account. */
const opensQueuesToOthers: Check = ({ account, wachtrijToegang }) =>
  Object.entries(wachtrijToegang ?? {}).flatMap(([gemeentecode, partners]) =>
    Object.entries(partners).flatMap(([partner, { principals }]) =>
      faultIf(
        principals.some((principal) => accountOf(principal) === account),
        ['wachtrijToegang', gemeentecode, partner, 'principals'],
        'ligt in het account van de hub zelf',
      ),
    ),
  );

const signsInAtOnePlace: Check = ({ loket, loketEigen, tokens }) => [
  ...faultIf(
    loket !== undefined && loketEigen !== undefined,
    ['loketEigen'],
    'staat naast loket: kies waar mensen zich aanmelden',
  ),
  ...faultIf(
    loketEigen !== undefined && loketEigen.domeinvoorvoegsel === tokens?.eigen?.domeinvoorvoegsel,
    ['loketEigen', 'domeinvoorvoegsel'],
    'is dat van tokens.eigen: elk heeft zijn eigen domein',
  ),
];

const namesThePagesApart: Check = ({ domein }) =>
  faultIf(
    domein !== undefined && domein.loket?.naam === domein.naam,
    ['domein', 'loket', 'naam'],
    'is die van de API: zonder eigen naam laat loket weg',
  );

/** What lies in the account and region of the stacks, or CloudFormation cannot reach it; each with where it is named. */
const arnsOf = ({
  domein,
  duo,
  webhook,
}: EnvironmentFields): readonly (readonly [readonly string[], string | undefined])[] => [
  [['domein', 'certificaatArn'], domein?.certificaatArn],
  [['domein', 'loket', 'certificaatArn'], domein?.loket?.certificaatArn],
  [['duo', 'certificaatGeheimArn'], duo?.certificaatGeheimArn],
  ...Object.entries(duo?.gemeenten ?? {}).map(
    ([gemeentecode, { certificaatGeheimArn }]) =>
      [['duo', 'gemeenten', gemeentecode, 'certificaatGeheimArn'], certificaatGeheimArn] as const,
  ),
  [['webhook', 'certificaatGeheimArn'], webhook?.certificaatGeheimArn],
];

const liesWithTheStacks: Check = (environment) =>
  arnsOf(environment).flatMap(([path, arn]) => {
    const [, , , regio, account] = arn?.split(':') ?? [];
    if (regio === undefined) return [];
    return [
      ...faultIf(regio !== environment.regio, path, `ligt in ${regio}, de omgeving in ${environment.regio}`),
      ...faultIf(
        environment.account !== undefined && account !== environment.account,
        path,
        'ligt in een ander account dan de omgeving',
      ),
    ];
  });

const CHECKS: readonly Check[] = [
  keepsData,
  reservesWhatThereIs,
  isHereOrElsewhere,
  copiesElsewhere,
  opensQueuesToOthers,
  signsInAtOnePlace,
  namesThePagesApart,
  liesWithTheStacks,
];
