import { expect } from 'chai';
import { systemProblem } from '../../../lib/deliver/file/file-problem.ts';

describe('problems of files', () => {
  it('name the directory that is missing', () => {
    expect(systemProblem('/logs/web1/x.log', 'ENOENT').message).to.equal(
      'Cannot write to /logs/web1/x.log: ENOENT (no such file or directory); create the directory /logs/web1, or choose another path',
    );
  });
});
