/** The test OIN of the hub. It stands apart, so that infra/ can read it without the profiles of the gemeenten. */
export const HUB_OIN = '00000099000000001000';
