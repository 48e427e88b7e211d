import { Gemeentecode } from '../../contracts/basistypen.ts';
import { BRONNEN, dimensieVan, METRIEK_NAAMRUIMTE, UITZENDERS } from '../../contracts/metrieken.ts';
import type { Sjablonen, StackNaam } from './hulp.ts';

/** Een metriek zoals een alarm of dashboard haar noemt; waarden van dimensies kunnen verwijzingen zijn. */
export type Genoemd = {
  readonly naamruimte: string;
  readonly naam: string;
  readonly dimensies: Readonly<Record<string, unknown>>;
};

const LAMBDA = ['Errors', 'Throttles', 'Invocations', 'Duration'];
const TABEL = [
  'ConsumedReadCapacityUnits',
  'ConsumedWriteCapacityUnits',
  'ReadThrottleEvents',
  'WriteThrottleEvents',
];

/** Wat AWS per soort bron uitzendt, onder welke dimensies; de eerste wijst de bron aan. */
const VAN_AWS: Readonly<
  Record<string, readonly { type: string; dimensies: readonly string[]; metrieken: readonly string[] }[]>
> = {
  'AWS/SQS': [
    {
      type: 'AWS::SQS::Queue',
      dimensies: ['QueueName'],
      metrieken: [
        'ApproximateNumberOfMessagesVisible',
        'ApproximateAgeOfOldestMessage',
        'NumberOfMessagesSent',
      ],
    },
  ],
  'AWS/Events': [{ type: 'AWS::Events::Rule', dimensies: ['RuleName'], metrieken: ['Invocations'] }],
  'AWS/Lambda': [{ type: 'AWS::Lambda::Function', dimensies: ['FunctionName'], metrieken: LAMBDA }],
  'AWS/DynamoDB': [
    { type: 'AWS::DynamoDB::GlobalTable', dimensies: ['TableName'], metrieken: TABEL },
    {
      type: 'AWS::DynamoDB::GlobalTable',
      dimensies: ['TableName', 'GlobalSecondaryIndexName'],
      metrieken: TABEL,
    },
  ],
};

const WAARDEN = { bron: BRONNEN, gemeente: Gemeentecode.options } as const;

/** Eigen metrieken per dienst, met elke combinatie van dimensies waaronder die dienst ze telt. */
export const EIGEN: readonly Genoemd[] = Object.entries(UITZENDERS).flatMap(([functie, namen]) =>
  namen.flatMap((naam) => {
    const dimensie = dimensieVan(naam);
    const service = `inburgeringshub-${functie}`;
    return (dimensie === undefined ? [{}] : WAARDEN[dimensie].map((waarde) => ({ [dimensie]: waarde }))).map(
      (meer) => ({ naamruimte: METRIEK_NAAMRUIMTE, naam, dimensies: { service, ...meer } }),
    );
  }),
);

const gelijk = (een: Readonly<Record<string, unknown>>, ander: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(een).length === Object.keys(ander).length &&
  Object.entries(een).every(([naam, waarde]) => ander[naam] === waarde);

/** Waarom niets in de app deze metriek uitzendt, of niets als dat wel zo is. */
export const bezwaarTegen = (
  sjablonen: Sjablonen,
  stack: StackNaam,
  { naamruimte, naam, dimensies }: Genoemd,
): string | undefined => {
  const wat = `${naamruimte} ${naam}`;
  if (naamruimte === METRIEK_NAAMRUIMTE) {
    return EIGEN.some((eigen) => eigen.naam === naam && gelijk(eigen.dimensies, dimensies))
      ? undefined
      : `geen functie zendt ${wat} uit met ${JSON.stringify(dimensies)}`;
  }
  if (naamruimte === 'AWS/ApiGateway') {
    const namen = sjablonen.bronnen('AWS::ApiGateway::RestApi').map((api) => api.bron.Properties['Name']);
    const bestaat = Object.keys(dimensies).join() === 'ApiName' && namen.includes(dimensies['ApiName']);
    const kent = ['Count', '4XXError', '5XXError', 'Latency'].includes(naam);
    return bestaat && kent ? undefined : `geen API zendt ${wat} uit`;
  }
  const soort = VAN_AWS[naamruimte]?.find(
    (kandidaat) =>
      kandidaat.metrieken.includes(naam) &&
      kandidaat.dimensies.toSorted().join() === Object.keys(dimensies).toSorted().join(),
  );
  const [wijzer] = soort?.dimensies ?? [];
  if (soort === undefined || wijzer === undefined) return `onbekende metriek ${wat}`;
  const bron = sjablonen.bronVan(sjablonen.doelVan(stack, dimensies[wijzer]));
  if (bron?.Type !== soort.type) return `de bron van ${wat} bestaat niet`;
  const index = dimensies['GlobalSecondaryIndexName'];
  return index === undefined || JSON.stringify(bron.Properties).includes(`"IndexName":"${String(index)}"`)
    ? undefined
    : `de tabel heeft geen index ${String(index)}`;
};
