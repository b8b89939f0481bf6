export type YamlPath = readonly (string | number)[];

const part = /^(?:\.?([A-Za-z0-9_/-]+)|\[(\d{1,6})\]|\["([^"\\]+)"\])/;

/** `spec.containers[0].image`, `metadata.labels["app.kubernetes.io/version"]` → its parts; undefined when it is no path. */
export function parseYamlPath(text: string): YamlPath | undefined {
  const parts: (string | number)[] = [];
  let rest = text;
  while (rest !== '') {
    const [whole, name, index, quoted] = part.exec(rest) ?? [];
    const isFirst = parts.length === 0;
    if (whole === undefined || (isFirst && whole.startsWith('.'))) return undefined;
    if (!isFirst && name !== undefined && !whole.startsWith('.')) return undefined;
    parts.push(index === undefined ? (name ?? quoted ?? '') : Number(index));
    rest = rest.slice(whole.length);
  }
  return parts.length === 0 ? undefined : parts;
}
