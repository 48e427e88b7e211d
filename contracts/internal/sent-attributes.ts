/**
 * The attributes of an item of a zaak that change when its messages are sent, or moved to where they lie now
 * (adapters/table/postvak/old-place.ts). What a timeline says is in none of them: functions/partnerberichten may change these and no others.
 */
export const SENT_ATTRIBUTES = [
  'pk',
  'sk',
  'status',
  'sinds',
  'plek',
  'bezigTot',
  'bericht',
  'type',
  'source',
  'reden',
] as const;
