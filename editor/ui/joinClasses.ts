/**
 * Joins the names of classes that apply.
 * @returns what `className` takes
 */
export function joinClasses(...names: readonly (string | false | undefined)[]): string {
  return names.filter((name) => name !== undefined && name !== false && name !== '').join(' ');
}
