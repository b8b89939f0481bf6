import { describe, expect, it } from 'vitest';
import { readSmartRequest } from './smart-request.ts';

describe('readSmartRequest', () => {
  it('knows three requests to the letter', () => {
    expect(readSmartRequest('GET', '/info/refs', 'service=git-upload-pack')).toEqual({
      service: 'upload-pack',
      step: 'advertise',
    });
    expect(readSmartRequest('GET', '/info/refs', 'service=git-receive-pack')).toEqual({
      service: 'receive-pack',
      step: 'advertise',
    });
    expect(readSmartRequest('POST', '/git-upload-pack', '')).toEqual({ service: 'upload-pack', step: 'exchange' });
    expect(readSmartRequest('POST', '/git-receive-pack', '')).toEqual({ service: 'receive-pack', step: 'exchange' });
  });

  it('refuses the dumb protocol and every disguise', () => {
    const refused: [string, string, string, string][] = [
      ['GET', '/info/refs', '', 'git_dumb_protocol'],
      ['GET', '/HEAD', '', 'git_dumb_protocol'],
      ['GET', '/objects/info/packs', '', 'git_dumb_protocol'],
      ['GET', '/info/refs', 'service=git-upload-archive', 'git_request_malformed'],
      ['GET', '/info/refs', 'service=git-upload-pack&service=git-receive-pack', 'git_request_malformed'],
      ['GET', '/info/refs', 'service=git%2Dreceive-pack', 'git_request_malformed'],
      ['GET', '/git-receive-pack', '', 'git_request_malformed'],
      ['PUT', '/git-receive-pack', '', 'git_request_malformed'],
      ['POST', '/git-receive-pack/', '', 'git_request_malformed'],
      ['POST', '//git-receive-pack', '', 'git_request_malformed'],
      ['POST', '/x/../git-receive-pack', '', 'git_request_malformed'],
      ['GET', '/config', '', 'git_request_malformed'],
    ];
    for (const [method, rest, query, code] of refused) {
      expect(() => readSmartRequest(method, rest, query)).toThrow(expect.objectContaining({ code, kind: 'NotFound' }));
    }
  });
});
