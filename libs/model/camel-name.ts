/** The name as .NET writes it in JSON: `TypeCode` → `typeCode`, `ID` → `id`, `SORCode` → `sorCode`. */
export const camelName = (name: string): string =>
  name.replace(/^[A-Z]+/, (capitals, _at, whole: string) =>
    capitals.length === 1 || capitals.length === whole.length
      ? capitals.toLowerCase()
      : capitals.slice(0, -1).toLowerCase() + capitals.slice(-1),
  );
