/** What is true of the objects of one domain. */
export interface DomainTruth {
  ids: string[];
  values: Float64Array;
  /** Group of each object: objects of one group are not independent. */
  groups: string[];
}

/** Truth by domain. */
export type Truth = Record<string, DomainTruth>;

/**
 * Truth from lines of JSON: {"id", "domain", "value", "group"}.
 * @throws RangeError that names the line
 */
export function readTruth(text: string): Truth {
  const truth: Record<string, { ids: string[]; values: number[]; groups: string[] }> = {};
  const seen = new Set<string>();
  text.split('\n').forEach((line, at) => {
    if (line.trim() === '') return;
    const { id, domain, value, group } = parseLine(line, at + 1);
    const key = JSON.stringify([domain, id]);
    if (seen.has(key)) throw new RangeError(`truth, line ${at + 1}: id ${id} is there twice in ${domain}.`);
    seen.add(key);
    const of = (truth[domain] ??= { ids: [], values: [], groups: [] });
    of.ids.push(id);
    of.values.push(value);
    of.groups.push(group);
  });
  return Object.fromEntries(
    Object.entries(truth).map(([domain, { values, ...rest }]) => [
      domain,
      { ...rest, values: Float64Array.from(values) }
    ])
  );
}

function parseLine(line: string, at: number) {
  let row: Record<string, unknown>;
  try {
    row = JSON.parse(line) as Record<string, unknown>;
  } catch {
    throw new RangeError(`truth, line ${at}: no JSON.`);
  }
  const { id, domain, value, group } = row ?? {};
  if (
    typeof id !== 'string' ||
    typeof domain !== 'string' ||
    typeof group !== 'string' ||
    typeof value !== 'number' ||
    !Number.isFinite(value)
  ) {
    throw new RangeError(
      `truth, line ${at}: expected {"id": text, "domain": text, "value": number, "group": text}, found ${line.slice(0, 100)}.`
    );
  }
  return { id, domain, value, group };
}
