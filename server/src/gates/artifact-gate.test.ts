import { expect, test } from 'vitest';
import { artifactGate } from './artifact-gate.ts';

const artifact = {
  version: '1.4.0',
  digest: `sha256:${'a'.repeat(64)}`,
  revision: 'b'.repeat(40),
  branches: ['release/1.4', 'main'],
  author: 'ada',
  subject: 'Show dates of delivery in the basket, and in the letter',
  rebuilt: false,
  origin: 'registered',
  image: null,
  provenance: { builder: { id: 'https://ci.example.com' } },
};

test.each([
  [{ branches: ['main'] }, 'open', 'fits'],
  [{ branches: ['release/*'] }, 'open', 'fits'],
  [{ branches: ['*/1.*'] }, 'open', 'fits'],
  [{ branches: ['rel*main', 'mai'] }, 'closed', 'came by release/1.4, main; only rel*main, mai may enter'],
  [{ versions: '>=1.3.0 <2' }, 'open', 'fits'],
  [{ versions: '>=1.4.1' }, 'closed', '1.4.0 is not in >=1.4.1'],
  [{ condition: 'artifact.provenance.builder.id.startsWith("https://ci.")' }, 'open', 'fits'],
  [{ condition: '!artifact.prerelease && artifact.branch == "release/1.4"' }, 'open', 'fits'],
  [{ condition: 'artifact.rebuilt' }, 'closed', 'does not fulfil the condition artifact.rebuilt'],
  [{ condition: 'artifact.provenance.signer == "me"' }, 'closed', 'No such key: signer'],
  [{ condition: `artifact.subject.matches("^(.|.|S)+x$")` }, 'waiting', 'takes longer than 100 ms'],
  [{ branches: ['main'], versions: '<1' }, 'closed', 'is not in <1'],
])('%o is %s', (policy, status, words) => {
  const gate = artifactGate([{ condition: 'true' }, policy], artifact);
  expect(gate?.status).toBe(status);
  expect(gate?.message.text).toContain(words);
});

test('where nothing is asked there is no gate', () => {
  expect(artifactGate([], artifact)).toBeNull();
});
