/**
 * Puts a record off for a while. `failed` hears when that fails, which harms nothing: the record then comes again when its
 * visibility timeout ends.
 */
export async function postpone(
  putOff: () => Promise<unknown>,
  failed: (error: unknown) => void,
): Promise<void> {
  try {
    await putOff();
  } catch (error) {
    failed(error);
  }
}
