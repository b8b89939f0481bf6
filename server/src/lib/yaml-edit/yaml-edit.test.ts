import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { setAtMarker, setAtPath } from './yaml-edit.ts';
import { parseYamlPath } from './yaml-path.ts';

const deployment = `# Kept by hand.
apiVersion: apps/v1
kind:   Deployment   # odd spaces stay
metadata:
    name: shop
    labels: { "app.kubernetes.io/version": '1.0.0', team: shop } # one line
spec:
  template:
    spec:
      containers:
        - name: web   # the first
          image: "ghcr.io/acme/shop:1.0.0"  # keep me
        - name: worker
          image: ghcr.io/acme/worker@sha256:abc
---
kind: Service
spec: {ports: [ 80 ]}
`;

const set = (text: string, path: string, value: string) =>
  setAtPath({ name: 'deploy.yaml', text }, parseYamlPath(path) ?? [], path, value);

describe('a value by its path', () => {
  test.each([
    ['spec.template.spec.containers[0].image', 'shop@sha256:1', '"ghcr.io/acme/shop:1.0.0"', '"shop@sha256:1"'],
    ['spec.template.spec.containers[1].image', 'shop@sha256:1', 'ghcr.io/acme/worker@sha256:abc', 'shop@sha256:1'],
    ['metadata.labels["app.kubernetes.io/version"]', '1.1.0', `'1.0.0'`, `'1.1.0'`],
    ['metadata.name', 'true', 'name: shop\n', 'name: "true"\n'],
    ['metadata.labels.team', 'a,b', 'team: shop', 'team: "a,b"'],
  ])('%s becomes %s, and nothing else changes', (path, value, before, after) => {
    expect(set(deployment, path, value)).toEqual({ kind: 'changed', text: deployment.replace(before, after) });
  });

  test('keeps the line ends of Windows, anchors and tags', () => {
    const text = 'a: &x !!str 1.0.0\r\nb: 2\r\n';
    expect(set(text, 'a', '1.1.0')).toEqual({ kind: 'changed', text: 'a: &x !!str 1.1.0\r\nb: 2\r\n' });
  });

  test('that stands there already changes nothing', () => {
    expect(set(deployment, 'metadata.name', 'shop')).toEqual({ kind: 'same' });
  });

  test.each([
    ['a: 1\n', 'b', 'has nothing at b'],
    ['a: [1, 2]\n', 'a', 'is not one plain or quoted value'],
    ['a: &x 1\nb: *x\n', 'b', 'line 2, is not one'],
    ['a: |\n  text\n', 'a', 'is not one'],
    ['a: one\n  two\n', 'a', 'is not one'],
    ['a: 1\n---\na: 2\n', 'a', '2 documents'],
    ['a: [1\nb: 2\n', 'a', 'cannot be read as YAML'],
  ])('in %j at %s is refused', (text, path, words) => {
    const edit = set(text, path, 'x');
    expect(edit.kind).toBe('refused');
    expect(edit.kind === 'refused' && edit.message.text).toContain(words);
  });

  test('is read back as that text, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[ -~]{1,40}$/),
        fc.constantFrom('plain', "'single'", '"double"'),
        (value, old) => {
          const edit = set(`a: 1 # one\nb: ${old} # two\nc: { d: ${old} }\n`, 'c.d', value);
          const text = edit.kind === 'changed' ? edit.text : '';
          const [document] = parseAllDocuments(text);
          if (edit.kind === 'changed') expect(document && document.toJS()).toMatchObject({ a: 1, c: { d: value } });
          else expect(edit).toEqual({ kind: 'same' });
        },
      ),
    );
  });
});

describe('a value by its marker', () => {
  const isMarked = (comment: string): boolean => comment.includes('default:shop:prod');
  const text = `spec:
  version: 1.0.0 # {"$promotion": "default:shop:prod"}
  other: 1.0.0 # {"$promotion": "default:shop:qa"}
  list:
    - "1.0.0" # {"$promotion": "default:shop:prod"}
`;
  test('is changed wherever the marker stands', () => {
    expect(setAtMarker({ name: 'x.yaml', text }, isMarked, '1.1.0')).toEqual({
      kind: 'changed',
      text: text.replace('version: 1.0.0', 'version: 1.1.0').replace('- "1.0.0"', '- "1.1.0"'),
    });
  });
  test('is not found where there is no marker', () => {
    expect(setAtMarker({ name: 'x.yaml', text: 'a: 1\n' }, isMarked, '1.1.0')).toBeUndefined();
  });
});

test.each(['', '.a', 'a..b', 'a[', 'a[x]', 'a b', '[0]a', 'a["b'])('%j is no path', (text) => {
  expect(parseYamlPath(text)).toBeUndefined();
});
