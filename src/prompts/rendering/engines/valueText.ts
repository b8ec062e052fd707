/** A value as it stands in a text: JSON where it is a list or an object, nothing where it is null. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
