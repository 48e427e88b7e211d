import { known } from '../known.ts';
import { type ActivityId, activityUri } from './activities.ts';
import type { Span } from './trace.ts';

/**
 * One record of the logbook as Logboek Dataverwerkingen 1.0 has it
 * (`contracts/standards/nlgov/ldv-record.schema.json`), and what the hub keeps of a processing to make it.
 */

/** The person or household that a processing is about. All ids are keyed hashes, and none says anything about the person. */
export interface Subject {
  readonly id: string;
  readonly soort: 'zaak' | 'huishouden' | 'ontvangst' | 'zoeksleutel' | 'verzameling' | 'medewerker';
}

/** A subject, and the fields of it that an action touched. */
export interface WithFields {
  readonly subject: Subject;
  /** Names of fields, never their values. */
  readonly fields: readonly string[];
}

/** `Ok`: done as meant. `Error`: not done. `Unset`: handled without either, also when the request itself was wrong. */
export type ProcessingStatus = 'Unset' | 'Ok' | 'Error';

/** One action on the data of one person, in the logbook of one gemeente. */
export interface Processing extends Span, WithFields {
  readonly activity: ActivityId;
  /** The gemeente whose logbook has it. */
  readonly gemeentecode: string;
  readonly parentSpanId?: string;
  /** The URI of the application that called, when that application passed its trace on. */
  readonly processor?: string;
  /** Milliseconds since 1970. */
  readonly begin: number;
  readonly end: number;
  readonly status: ProcessingStatus;
  readonly name: string;
  /**
   * The organisation that gave, asked for or got the data. The record of the standard does not have it, because it names no users.
   */
  readonly party?: Party;
}

/** The other side of a processing. */
export interface Party {
  readonly role: 'bron' | 'lezer' | 'ontvanger';
  /** Key of an organisation (`taalschool-0907`), or the `source` of a message. */
  readonly key: string;
  /** The id of the person there, which names nobody; absent when a programme did it. */
  readonly medewerker?: string | undefined;
}

/** The record as the standard writes it. */
export interface LdvRecord {
  readonly trace_id: string;
  readonly span_id: string;
  readonly parent_span_id?: string;
  readonly status: ProcessingStatus;
  readonly name: string;
  readonly start_time: number;
  readonly end_time: number;
  readonly resource: { readonly attributes: Readonly<Record<'service.name' | 'service.version', string>> };
  readonly attributes: Readonly<Record<string, string>>;
}

/** The hub that writes the record. */
export interface Service {
  /** `https://hub.example.nl` */
  readonly basisUrl: string;
  readonly version: string;
}

/** Makes the record of a processing. It holds ids, a name and moments, and no field, value, user or receiver (L12). */
export const composeRecord = (
  { traceId, spanId, parentSpanId, processor, activity, subject, begin, end, status, name }: Processing,
  { basisUrl, version }: Service,
): LdvRecord => ({
  trace_id: traceId,
  span_id: spanId,
  ...known({ parent_span_id: parentSpanId }),
  status,
  name,
  start_time: Math.min(begin, end),
  end_time: end,
  resource: { attributes: { 'service.name': 'inburgeringshub', 'service.version': version } },
  attributes: {
    'dpl.core.processing_activity_id': activityUri(basisUrl, activity),
    'dpl.core.data_subject_id': subject.id,
    'dpl.core.data_subject_id_type': `${basisUrl}/idtypes/${subject.soort}-v1`,
    ...known({ 'dpl.core.foreign_operation.processor': processor }),
  },
});

/**
 * The records of one action on several persons: each has a record of its own, under one of the whole (L6). For one person there is
 * one record, and for nobody there is none.
 */
export const perSubject = (
  whole: Omit<Processing, 'subject' | 'fields'>,
  subjects: readonly WithFields[],
  spanIdFor: (subject: Subject) => string,
): readonly Processing[] => {
  const [only, ...others] = subjects;
  if (only === undefined) return [];
  if (others.length === 0) return [{ ...whole, ...only }];
  const { processor: _, ...own } = whole;
  return [
    {
      ...whole,
      subject: { soort: 'verzameling', id: `${whole.traceId}-${whole.spanId}` },
      fields: [...new Set(subjects.flatMap(({ fields }) => fields))],
    },
    ...subjects.map(({ subject, fields }) => ({
      ...own,
      subject,
      fields,
      spanId: spanIdFor(subject),
      parentSpanId: whole.spanId,
    })),
  ];
};
